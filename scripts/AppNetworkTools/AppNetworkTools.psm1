# nameresolver, tcpping and netcheck inside an App Service app, from a script elsewhere: through Kudu's /api/command.
#
#     Import-Module ./scripts/AppNetworkTools
#     Invoke-AppTcpPing shop sql01:1433 -Count 4 | Where-Object event -eq summary
#     Resolve-AppName shop sql01.corp.example
#     (Invoke-AppNetCheck shop check, sql01:1433).targets
#
# The same as kudu.sh beside it, which has the reasons: the app's names, the ways to sign in (KUDU_TOKEN_FILE,
# KUDU_TOKEN, KUDU_USER and KUDU_PASSWORD; then Get-AzAccessToken, then az, with KUDU_TOKEN_RESOURCE), KUDU_OS,
# KUDU_TOOLS, KUDU_DIR and KUDU_TIMEOUT are read from the environment. New-AppToolConnection says them otherwise. For
# Windows PowerShell 5.1 and PowerShell 7.
#
# What comes is objects of the tool's JSON, with one more member, ExitCode. A tool that says "no" is no error. Where
# there is no answer of the tool there is an error, and its FullyQualifiedErrorId begins with one of: NotSignedIn,
# Unreachable, Unauthorized, Forbidden, NotFound, SiteFailed, SilentTooLong, Damaged, NotInstalled, CommandFailed,
# WrongUsage.

Set-StrictMode -Version 2.0
Add-Type -AssemblyName System.Net.Http

# An error that says what to do.
function New-ToolError {
    param(
        [string] $Id,
        [System.Management.Automation.ErrorCategory] $Category,
        [string] $Message
    )
    $exception = New-Object System.InvalidOperationException -ArgumentList $Message
    New-Object System.Management.Automation.ErrorRecord -ArgumentList $exception, $Id, $Category, $null
}

# Text from elsewhere in one short line: no tags, nothing that commands a terminal or a build server.
function ConvertTo-ShortText {
    param(
        [AllowEmptyString()]
        [string] $Text
    )
    $Text = [regex]::Replace($Text, '(?is)<style.*?</style>', ' ')
    $Text = [regex]::Replace($Text, '<[^>]*>', ' ')
    $Text = [regex]::Replace($Text, '[^\x20-\x7e]+', ' ')
    $Text = [regex]::Replace($Text, ' +', ' ').Trim().Replace('##[', '# #[').Replace('##vso[', '# #vso[')
    if ($Text.Length -gt 300) {
        $Text = $Text.Substring(0, 300) + '...'
    }
    $Text
}

# Whether an object has this member.
function Test-Member {
    param(
        $Object,
        [string] $Name
    )
    if ($null -eq $Object) {
        return $false
    }
    @($Object.PSObject.Properties | ForEach-Object { $_.Name }) -contains $Name
}

# Whether a word means the same to whoever reads it.
function Test-PlainWord {
    param(
        [AllowEmptyString()]
        [string] $Word
    )
    $Word -cmatch '^[A-Za-z0-9._:/@+=,-]+\z'
}

# An argument for a Windows program that Kudu starts: kudu_quote_windows of kudu.sh.
function ConvertTo-WindowsArgument {
    param(
        [AllowEmptyString()]
        [string] $Argument
    )
    if ($Argument -cmatch '[\r\n]') {
        throw (New-ToolError 'WrongUsage' InvalidArgument 'An argument has a line break, which cannot be passed on Windows.')
    }
    if ($Argument -cmatch '^[A-Za-z0-9._:/@+=,\\-]+\z') {
        return $Argument
    }
    $text = [regex]::Replace($Argument, '(\\*)"', '$1$1\"')
    $text = [regex]::Replace($text, '(\\+)\z', '$1$1')
    [regex]::Replace('"' + $text + '"', '["^&|<>()%!]', '^^^$0')
}

# An argument for a POSIX shell: kudu_quote_posix of kudu.sh.
function ConvertTo-PosixArgument {
    param(
        [AllowEmptyString()]
        [string] $Argument
    )
    if (Test-PlainWord $Argument) {
        return $Argument
    }
    "'" + $Argument.Replace("'", "'\''") + "'"
}

# The command line for Kudu: kudu_command_windows and kudu_command_linux of kudu.sh.
function Get-ToolCommandLine {
    param(
        [string] $OperatingSystem,
        [AllowEmptyString()]
        [string] $Folder,
        [string] $Program,
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $ArgumentList
    )
    if ($OperatingSystem -eq 'Windows') {
        $path = $Program
        if ($Folder) {
            $path = $Folder.TrimEnd('\') + '\' + $Program
        }
        if ($path -cnotmatch '^[A-Za-z0-9._:/\\ ()-]+\z') {
            throw (New-ToolError 'WrongUsage' InvalidArgument 'The folder of the programs has signs that cannot be passed on Windows.')
        }
        if ($path -cmatch '[ ()]') {
            $path = '"' + $path + '"'
        }
        $words = @($path) + @($ArgumentList | ForEach-Object { ConvertTo-WindowsArgument $_ })
        $line = $words -join ' '
    } else {
        if (-not $Folder) {
            $Folder = '/home'
        }
        $words = @($Folder.TrimEnd('/') + '/' + $Program) + @($ArgumentList)
        $line = @($words | ForEach-Object { ConvertTo-PosixArgument $_ }) -join ' '
        if (@($words | Where-Object { -not (Test-PlainWord $_) }).Count -gt 0) {
            $bytes = [System.Text.Encoding]::UTF8.GetBytes("exec $line </dev/null")
            $line = "bash -c ' echo " + [Convert]::ToBase64String($bytes) + " | base64 -d | bash '"
        }
    }
    if ($line.Length -gt 8000) {
        throw (New-ToolError 'WrongUsage' InvalidArgument 'The command line is too long: put lists into a file on the app.')
    }
    $line
}

# The address of the app's /api/command.
function Get-ToolUri {
    param(
        [string] $App
    )
    $name = $App.TrimEnd('/')
    if ($name -cmatch '^https://[A-Za-z0-9.:/_-]+\z' -or $name -cmatch '^http://(127\.0\.0\.1|localhost):[0-9]+\z') {
        return [uri] "$name/api/command"
    }
    if ($name -cnotmatch '^[A-Za-z0-9][A-Za-z0-9.-]*\z') {
        throw (New-ToolError 'WrongUsage' InvalidArgument "'$App' is no app's name, host name or https URL.")
    }
    if ($name.Contains('.')) {
        return [uri] "https://$name/api/command"
    }
    [uri] "https://$name.scm.azurewebsites.net/api/command"
}

function ConvertFrom-Secret {
    param(
        [System.Security.SecureString] $Secret
    )
    (New-Object System.Net.NetworkCredential -ArgumentList '', $Secret).Password
}

# What signs in: scheme and parameter of the Authorization header.
function Get-ToolAuthorization {
    param(
        $Connection
    )
    $token = $null
    $user = $null
    $password = $null
    $resource = 'https://management.azure.com/'
    if ($env:KUDU_TOKEN_RESOURCE) {
        $resource = $env:KUDU_TOKEN_RESOURCE
    }
    if ($Connection.AccessToken) {
        $token = ConvertFrom-Secret $Connection.AccessToken
    } elseif ($Connection.Credential) {
        $user = $Connection.Credential.UserName
        $password = ConvertFrom-Secret $Connection.Credential.Password
    } elseif ($env:KUDU_TOKEN_FILE) {
        $token = Get-Content -LiteralPath $env:KUDU_TOKEN_FILE -TotalCount 1 -ErrorAction SilentlyContinue
        if (-not $token) {
            throw (New-ToolError 'NotSignedIn' AuthenticationError 'There is no token in the file that KUDU_TOKEN_FILE names.')
        }
    } elseif ($env:KUDU_TOKEN) {
        $token = $env:KUDU_TOKEN
    } elseif ($env:KUDU_USER -and $env:KUDU_PASSWORD) {
        $user = $env:KUDU_USER
        $password = $env:KUDU_PASSWORD
    } elseif (Get-Command -Name Get-AzAccessToken -ErrorAction Ignore) {
        $token = (Get-AzAccessToken -ResourceUrl $resource).Token
        if ($token -is [System.Security.SecureString]) {
            $token = ConvertFrom-Secret $token
        }
    } elseif (Get-Command -Name az -ErrorAction Ignore) {
        $token = & az account get-access-token --resource $resource --query accessToken --output tsv
        if ($LASTEXITCODE -ne 0) {
            throw (New-ToolError 'NotSignedIn' AuthenticationError 'az has no token: run az login first.')
        }
    } else {
        throw (New-ToolError 'NotSignedIn' AuthenticationError 'Nothing to sign in with: give New-AppToolConnection an -AccessToken or a -Credential, set KUDU_TOKEN, or run Connect-AzAccount or az login.')
    }
    if ($user) {
        $pair = [System.Text.Encoding]::UTF8.GetBytes("${user}:$password")
        return @('Basic', [Convert]::ToBase64String($pair))
    }
    if ("$token" -cnotmatch '^[A-Za-z0-9._~+/=-]+\z') {
        throw (New-ToolError 'NotSignedIn' AuthenticationError 'What should be a bearer token is none.')
    }
    @('Bearer', "$token")
}

# What an HTTP status other than 200 means.
function New-StatusError {
    param(
        [int] $Status,
        [AllowEmptyString()]
        [string] $Page
    )
    $says = ConvertTo-ShortText $Page
    if ($says) {
        $says = " It says: $says"
    }
    if ($Status -eq 401 -or ($Status -ge 300 -and $Status -lt 400)) {
        return New-ToolError 'Unauthorized' AuthenticationError "The SCM site does not accept the credentials ($Status). A token must be for https://management.azure.com/, of the app's tenant, and not expired; for deployment credentials basic authentication must be allowed for the SCM site.$says"
    }
    if ($Status -eq 403) {
        return New-ToolError 'Forbidden' PermissionDenied "The SCM site forbids it (403): the app is stopped, an access restriction of the SCM site shuts this address out, or the account lacks the role (Website Contributor has it).$says"
    }
    if ($Status -eq 404) {
        return New-ToolError 'NotFound' ObjectNotFound "There is no such app, or its SCM site has no /api/command (404): check the name; newer apps have a host name of their own, see 'Advanced Tools' in the portal.$says"
    }
    New-ToolError 'SiteFailed' ResourceUnavailable "The SCM site answered ${Status}: try again; after about 230 s Azure ends a request with such an answer (not certain), so ask for less at a time.$says"
}

# Why a command gave no answer that counts.
function New-CommandError {
    param(
        [int] $ExitCode,
        [AllowEmptyString()]
        [string] $Said,
        [string] $Program
    )
    $says = ConvertTo-ShortText $Said
    if ($ExitCode -eq -1 -and $Said.Contains('no output nor CPU activity')) {
        return New-ToolError 'SilentTooLong' OperationTimeout "Kudu ended $Program because it was silent for too long (SCM_COMMAND_IDLE_TIMEOUT, 60 s if nothing was set), and its output is lost: ask for less at a time, shorten its time limits, or raise that app setting."
    }
    if ($ExitCode -in 126, 127, 9009 -or $Said -match 'is not recognized as an internal|cannot find the path specified|No such file or directory') {
        return New-ToolError 'NotInstalled' NotInstalled "$Program is not there, or may not be executed: put this project's programs into D:\home (Linux: /home), or name their folder. It says: $says"
    }
    New-ToolError 'CommandFailed' InvalidResult "$Program ended with exit code $ExitCode. It says: $says"
}

# Posts the command line and returns Output, Error and ExitCode.
function Send-ToolCommand {
    param(
        $Connection,
        [string] $Line
    )
    $uri = Get-ToolUri $Connection.App
    $scheme, $parameter = Get-ToolAuthorization $Connection
    if ($PSVersionTable.PSVersion.Major -lt 6) {
        # Windows PowerShell may still begin with what no SCM site takes any more.
        $tls = [System.Net.ServicePointManager]::SecurityProtocol -bor [System.Net.SecurityProtocolType]::Tls12
        [System.Net.ServicePointManager]::SecurityProtocol = $tls
    }
    $handler = New-Object System.Net.Http.HttpClientHandler
    $handler.AllowAutoRedirect = $false
    $client = New-Object System.Net.Http.HttpClient -ArgumentList $handler
    try {
        $client.Timeout = [TimeSpan]::FromSeconds($Connection.TimeoutSec)
        $client.DefaultRequestHeaders.ExpectContinue = $false
        $client.DefaultRequestHeaders.Authorization = New-Object System.Net.Http.Headers.AuthenticationHeaderValue -ArgumentList $scheme, $parameter
        $body = ConvertTo-Json -Compress -InputObject @{ command = $Line; dir = $Connection.Directory }
        $content = New-Object System.Net.Http.StringContent -ArgumentList $body, ([System.Text.Encoding]::UTF8), 'application/json'
        try {
            $response = $client.PostAsync($uri, $content).GetAwaiter().GetResult()
            $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        } catch {
            $why = $_.Exception.GetBaseException()
            $late = $false
            for ($part = $_.Exception; $part; $part = $part.InnerException) {
                $late = $late -or $part -is [System.OperationCanceledException]
            }
            if ($late) {
                throw (New-ToolError 'Unreachable' OperationTimeout "No answer within $($Connection.TimeoutSec) s. Azure itself ends a request after about 230 s (not certain): ask for less at a time.")
            }
            throw (New-ToolError 'Unreachable' ConnectionError "The SCM site cannot be reached, or the connection ended before the whole answer was there: is the app's name right, is there a firewall or a proxy, has the app private endpoints only? It says: $(ConvertTo-ShortText $why.Message)")
        }
        if ([int] $response.StatusCode -ne 200) {
            throw (New-StatusError ([int] $response.StatusCode) $text)
        }
    } finally {
        $client.Dispose()
    }
    $answer = $null
    try {
        $answer = ConvertFrom-Json -InputObject $text
    } catch {
        Write-Debug 'The answer is no JSON.'
    }
    # Either Kudu's way to write the members will do: names of members have no letter case here.
    if (-not (Test-Member $answer 'ExitCode')) {
        if ($text -match '^\s*<') {
            throw (New-ToolError 'Unauthorized' AuthenticationError "The SCM site answered with a page for people instead of JSON: does it want a browser to sign in? It says: $(ConvertTo-ShortText $text)")
        }
        throw (New-ToolError 'Damaged' InvalidData 'The answer is no JSON, or was cut: try again, and if it stays so, ask for less at a time.')
    }
    $answer
}

# A connection: what was given, or one made of an app's name and the environment.
function Resolve-ToolConnection {
    param(
        $App
    )
    if ($App -is [string]) {
        return New-AppToolConnection -App $App
    }
    $App
}

# Runs a program and returns its output and exit code, which is 0 to 3.
function Invoke-ToolCommand {
    param(
        $Connection,
        [string] $Program,
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $ArgumentList
    )
    $line = Get-ToolCommandLine $Connection.OperatingSystem $Connection.ToolFolder $Program $ArgumentList
    $answer = Send-ToolCommand $Connection $line
    $said = "$($answer.Error)"
    if ($answer.ExitCode -notin 0, 1, 2, 3 -or $said -match 'is not recognized as an internal|unexpected EOF while looking for matching') {
        throw (New-CommandError $answer.ExitCode $said $Program)
    }
    if ($said.Trim()) {
        Write-Warning ("${Program}: " + (ConvertTo-ShortText $said))
    }
    [pscustomobject]@{
        Output   = "$($answer.Output)"
        ExitCode = [int] $answer.ExitCode
    }
}

# Runs one of the three with --json and returns objects.
function Invoke-JsonTool {
    param(
        $App,
        [string] $Program,
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $ArgumentList
    )
    $connection = Resolve-ToolConnection $App
    $all = @($ArgumentList)
    if ($all -ccontains '-t' -or $all -ccontains '--forever') {
        throw (New-ToolError 'WrongUsage' InvalidArgument '-t cannot be used here: Kudu delivers nothing before the command ends.')
    }
    if ($all -cnotcontains '--json') {
        $all += '--json'
    }
    $ran = Invoke-ToolCommand $connection $Program $all
    $output = $ran.Output.Trim()
    if (-not $output -and $ran.ExitCode -eq 2) {
        throw (New-ToolError 'WrongUsage' InvalidArgument "$Program does not take these arguments; the warning above says which.")
    }
    # netcheck gives one document over many lines, the others a line each.
    $documents = @($output)
    if ($Program -ne 'netcheck') {
        $documents = @($output -split '\r?\n' | Where-Object { $_.Trim() })
    }
    $found = @()
    try {
        $found = @($documents | Where-Object { $_ } | ForEach-Object { ConvertFrom-Json -InputObject $_ })
    } catch {
        if ($output.Contains('"schema":')) {
            throw (New-ToolError 'Damaged' InvalidData "The JSON of $Program ends too early or is damaged: try again, and if it stays so, ask for less at a time.")
        }
    }
    $ours = @($found | Where-Object { (Test-Member $_ 'schema') -and "$($_.schema)".StartsWith($Program) })
    if ($ours.Count -eq 0 -or $ours.Count -ne $found.Count) {
        throw (New-ToolError 'NotInstalled' NotInstalled "What runs there is not this project's $Program (Azure has one of that name): put ours into D:\home (Linux: /home), or name its folder. It says: $(ConvertTo-ShortText $output)")
    }
    foreach ($document in $found) {
        Add-Member -InputObject $document -MemberType NoteProperty -Name ExitCode -Value $ran.ExitCode
        $document
    }
}

<#
.SYNOPSIS
Says which app is asked, what it runs on, and how to sign in.
.EXAMPLE
$app = New-AppToolConnection shop -OperatingSystem Linux -Credential (Get-Credential)
Resolve-AppName $app sql01.corp.example
#>
function New-AppToolConnection {
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param(
        # Its name (slots: NAME-SLOT), the host name of its SCM site, or an https URL.
        [Parameter(Mandatory = $true, Position = 0)]
        [string] $App,
        # What it runs on. If nothing is said: KUDU_OS, else Windows.
        [ValidateSet('Windows', 'Linux')]
        [string] $OperatingSystem,
        # A bearer token for https://management.azure.com/.
        [System.Security.SecureString] $AccessToken,
        # Deployment credentials.
        [pscredential] $Credential,
        # The folder there that has the programs. If nothing is said: KUDU_TOOLS, else the path (Linux: /home).
        [string] $ToolFolder = $env:KUDU_TOOLS,
        # The folder there in which they run. If nothing is said: KUDU_DIR, else D:\home or /home.
        [string] $Directory = $env:KUDU_DIR,
        # How long a call may take.
        [ValidateRange(1, 3600)]
        [int] $TimeoutSec = 240
    )
    if (-not $OperatingSystem) {
        if (-not $env:KUDU_OS -or $env:KUDU_OS -eq 'windows') {
            $OperatingSystem = 'Windows'
        } elseif ($env:KUDU_OS -eq 'linux') {
            $OperatingSystem = 'Linux'
        } else {
            throw (New-ToolError 'WrongUsage' InvalidArgument 'KUDU_OS is windows or linux: what the app runs on.')
        }
    }
    if ($env:KUDU_TIMEOUT -and -not $PSBoundParameters.ContainsKey('TimeoutSec')) {
        $seconds = 0
        if (-not [int]::TryParse($env:KUDU_TIMEOUT, [ref] $seconds) -or $seconds -lt 1 -or $seconds -gt 3600) {
            throw (New-ToolError 'WrongUsage' InvalidArgument 'KUDU_TIMEOUT is a number of seconds, 1 to 3600.')
        }
        $TimeoutSec = $seconds
    }
    [pscustomobject]@{
        App             = $App
        OperatingSystem = $OperatingSystem
        AccessToken     = $AccessToken
        Credential      = $Credential
        ToolFolder      = "$ToolFolder"
        Directory       = "$Directory"
        TimeoutSec      = $TimeoutSec
    }
}

<#
.SYNOPSIS
Runs a program in the app and returns its Output and ExitCode.
#>
function Invoke-AppTool {
    [CmdletBinding()]
    param(
        # The app's name, or what New-AppToolConnection returned.
        [Parameter(Mandatory = $true, Position = 0)]
        $App,
        # The program, without its folder.
        [Parameter(Mandatory = $true, Position = 1)]
        [string] $Program,
        # Its arguments, each as it is.
        [Parameter(Position = 2)]
        [AllowEmptyString()]
        [string[]] $ArgumentList = @()
    )
    try {
        $ErrorActionPreference = 'Stop'
        Invoke-ToolCommand (Resolve-ToolConnection $App) $Program $ArgumentList
    } catch {
        $PSCmdlet.ThrowTerminatingError($_)
    }
}

<#
.SYNOPSIS
Whether the app can connect to a host and port: an object an attempt, and one for the summary.
.EXAMPLE
Invoke-AppTcpPing shop sql01:1433 -Count 4 | Where-Object event -eq summary
#>
function Invoke-AppTcpPing {
    [CmdletBinding()]
    param(
        # The app's name, or what New-AppToolConnection returned.
        [Parameter(Mandatory = $true, Position = 0)]
        $App,
        # HOST:PORT.
        [Parameter(Mandatory = $true, Position = 1)]
        [string] $Target,
        # How many attempts.
        [ValidateRange(1, 100000)]
        [int] $Count = 4,
        # More options of tcpping, as -ArgumentList '-w', '2'.
        [AllowEmptyString()]
        [string[]] $ArgumentList = @()
    )
    try {
        $ErrorActionPreference = 'Stop'
        Invoke-JsonTool $App 'tcpping' (@($Target, '-n', "$Count") + $ArgumentList)
    } catch {
        $PSCmdlet.ThrowTerminatingError($_)
    }
}

<#
.SYNOPSIS
What a name resolves to inside the app.
.EXAMPLE
(Resolve-AppName shop sql01.corp.example).answers
#>
function Resolve-AppName {
    [CmdletBinding()]
    param(
        # The app's name, or what New-AppToolConnection returned.
        [Parameter(Mandatory = $true, Position = 0)]
        $App,
        # The name.
        [Parameter(Mandatory = $true, Position = 1)]
        [string] $Name,
        # The DNS server; if nothing is said, those that the app asks.
        [Parameter(Position = 2)]
        [string] $Server,
        # Record types.
        [string[]] $Type = @(),
        # More options of nameresolver.
        [AllowEmptyString()]
        [string[]] $ArgumentList = @()
    )
    try {
        $ErrorActionPreference = 'Stop'
        $all = @($Name)
        if ($Server) {
            $all += $Server
        }
        if ($Type.Count -gt 0) {
            $all += '--type'
            $all += ($Type -join ',')
        }
        Invoke-JsonTool $App 'nameresolver' ($all + $ArgumentList)
    } catch {
        $PSCmdlet.ThrowTerminatingError($_)
    }
}

<#
.SYNOPSIS
What is wrong with the app's network integration, and why a host and port cannot be reached.
.EXAMPLE
(Invoke-AppNetCheck shop check, sql01:1433).targets
#>
function Invoke-AppNetCheck {
    [CmdletBinding()]
    param(
        # The app's name, or what New-AppToolConnection returned.
        [Parameter(Mandatory = $true, Position = 0)]
        $App,
        # Command and options of netcheck; without any, the checklist.
        [Parameter(Position = 1)]
        [AllowEmptyString()]
        [string[]] $ArgumentList = @()
    )
    try {
        $ErrorActionPreference = 'Stop'
        Invoke-JsonTool $App 'netcheck' $ArgumentList
    } catch {
        $PSCmdlet.ThrowTerminatingError($_)
    }
}

Export-ModuleMember -Function New-AppToolConnection, Invoke-AppTool, Invoke-AppTcpPing, Resolve-AppName, Invoke-AppNetCheck
