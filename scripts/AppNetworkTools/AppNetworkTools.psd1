@{
    RootModule           = 'AppNetworkTools.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b0c1f0e-6d0a-4f0b-9c55-0a4f3f1e7d21'
    Author               = 'The netdiag authors'
    Copyright            = 'MIT licence'
    Description          = 'nameresolver, tcpping and netcheck inside an App Service app, through the /api/command of its SCM site'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FunctionsToExport    = @(
        'New-AppToolConnection'
        'Invoke-AppTool'
        'Invoke-AppTcpPing'
        'Resolve-AppName'
        'Invoke-AppNetCheck'
    )
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
