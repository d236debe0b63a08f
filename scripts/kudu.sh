# shellcheck shell=bash
# nameresolver, tcpping and netcheck inside an App Service app, from a script elsewhere: through Kudu's /api/command.
#
#     . scripts/kudu.sh
#     kudu_tcpping shop sql01:1433 -n 4       # prints the tool's JSON, returns its exit code
#     kudu_nameresolver shop sql01.corp.example
#     kudu_netcheck shop check sql01:1433
#
# The first argument is the app: its name (slots: NAME-SLOT), the host name of its SCM site if that is another
# (APP-HASH.scm.REGION-01.azurewebsites.net), or a URL. The rest goes to the tool as it is; --json is added.
#
# It needs bash, curl and jq here, and the programs there: on Windows in D:\home or on the path, on Linux in /home.
#
#     KUDU_OS        windows (if nothing is said) or linux: what the app runs on
#     KUDU_TOOLS     the folder there that has the programs
#     KUDU_TIMEOUT   seconds that a call may take; 240 if nothing is said
#     KUDU_DIR       the folder there in which they run; if nothing is said, D:\home or /home
#
# How to sign in, the first that is there:
#
#     KUDU_TOKEN_FILE          a file with a bearer token; /dev/fd/3 is file descriptor 3 (a pipe is read once only)
#     KUDU_TOKEN               a bearer token
#     KUDU_USER, KUDU_PASSWORD deployment credentials (basic authentication has to be allowed for the SCM site)
#     az                       az account get-access-token, after az login; KUDU_TOKEN_RESOURCE is what the token is
#                              for in another cloud than the public one (https://management.azure.com/)
#
# What is secret goes to curl through its standard input: never on a command line, and not into the trace of set -x.
#
# What is returned: 0 to 3 as the tool's own exit code (2 also: wrong usage of these functions), and if there is no
# answer of the tool, one of these, with a sentence on standard error that says what to do:
#
#     70  something is missing here: curl, jq, or credentials
#     71  the SCM site cannot be reached, or did not answer in time
#     72  it does not accept the credentials (401, or it wants a browser to sign in)
#     73  it forbids it (403)
#     74  there is no such app or API (404)
#     75  it failed by itself (5xx, or anything else that is not expected)
#     76  Kudu ended the command because it was silent for too long
#     77  the answer was cut, or is not what it should be
#     78  the program is not there, or is not this project's
#     79  the command ended otherwise

# What every function does first, in a process of its own (they have parentheses, so that what is set in here is
# nobody else's matter): no trace, no end at the first error, words parted as usual, and no secret in what is inherited
# by curl and jq.
_kudu_begin() {
    set +xveu
    IFS=$' \t\n'
    export -n KUDU_TOKEN KUDU_PASSWORD
}

# A sentence for people. Build servers take some beginnings of lines for commands to them; it is none.
_kudu_say() {
    printf 'kudu: %s\n' "$1" | kudu_harmless >&2
}

# For what is printed into a build's log: removes what commands a terminal, and puts a blank into what a build server
# takes for a command ('##[', '##vso[', and '::' at the beginning of a line). A filter: ... | jq -r ... | kudu_harmless
kudu_harmless() {
    LC_ALL=C tr -d '\000-\010\013-\037\177' |
        LC_ALL=C sed -e 's/##\[/# #[/g' -e 's/##vso\[/# #vso[/g' -e 's/^\([[:space:]]*\)::/\1: :/'
}

# The same in JSON, where the sign can be written so that whoever parses it sees no difference.
_kudu_harmless_json() {
    LC_ALL=C tr -d '\r' | LC_ALL=C sed -e 's/##\[/\\u0023#[/g' -e 's/##vso\[/\\u0023#vso[/g'
}

# An argument for a POSIX shell.
kudu_quote_posix() {
    # By name, in an assignment and in quotes: otherwise versions of bash differ in what they make of it.
    local LC_ALL=C quote="'" text="'\\''"
    case $1 in
    '' | *[!A-Za-z0-9._:/@+=,-]*)
        text=${1//"$quote"/"$text"}
        printf "'%s'" "$text"
        ;;
    *) printf '%s' "$1" ;;
    esac
}

# An argument for a Windows program that is started by Kudu. On its way are three that read it: cmd.exe, which runs
# 'starter.cmd ARGUMENTS'; cmd.exe again, in that file's only line, '@%*'; and the program itself, which takes the
# line apart as Microsoft's C library does. So it is quoted for the program, and every sign that means something to
# cmd.exe, the quotes too, gets the carets that two readings take away. A % is seen before the carets are: those make
# '%NAME%' the name of a variable that there is not, and it stays. Status 2: it has a line break, which cmd.exe cannot pass.
kudu_quote_windows() {
    local LC_ALL=C sign text='' backslashes='' word=$1
    case $word in
    *$'\n'* | *$'\r'*) return 2 ;;
    '' | *[!A-Za-z0-9._:/@+=,\\-]*) ;;
    *)
        printf '%s' "$word"
        return 0
        ;;
    esac
    while [ -n "$word" ]; do
        sign=${word%"${word#?}"}
        word=${word#?}
        case $sign in
        \\)
            backslashes=$backslashes\\
            continue
            ;;
        # Before a quote backslashes count double, and one more makes it a sign like others.
        '"') text=$text$backslashes$backslashes\\'^^^"' ;;
        '^' | '&' | '|' | '<' | '>' | '(' | ')' | '%' | '!') text="$text$backslashes^^^$sign" ;;
        *) text=$text$backslashes$sign ;;
        esac
        backslashes=''
    done
    printf '^^^"%s^^^"' "$text$backslashes$backslashes"
}

# The command line for Kudu on Windows: PROGRAM ARGUMENT...
kudu_command_windows() {
    local line word
    case $1 in
    '' | *[!A-Za-z0-9._:/\\\ \(\)-]*) return 2 ;;
    # The name of a program is grouped by real quotes only. Nothing in it means anything inside of them.
    *[\ \(\)]*) line="\"$1\"" ;;
    *) line=$1 ;;
    esac
    shift
    for word in "$@"; do
        word=$(kudu_quote_windows "$word") || return 2
        line="$line $word"
    done
    printf '%s' "$line"
}

# The command line for Kudu on Linux: PROGRAM ARGUMENT...
#
# What starter.sh does with it there was published nowhere that was found, and .NET takes it apart before. A line of
# plain words means the same however it is read. For all others: the shape in which Azure's portal sends its commands
# (bash -c ' ... '), with nothing inside that a reader could take differently: letters, digits, and a pipe.
kudu_command_linux() {
    local line='' word plain=yes
    for word in "$@"; do
        case $word in
        '' | *[!A-Za-z0-9._:/@+=,-]*) plain='' ;;
        esac
        line="$line${line:+ }$(kudu_quote_posix "$word")"
    done
    if [ -n "$plain" ]; then
        printf '%s' "$line"
    else
        line=$(command jq -nr --arg line "exec $line </dev/null" '$line | @base64') || return 70
        printf "bash -c ' echo %s | base64 -d | bash '" "$line"
    fi
}

# A value for curl's configuration file.
_kudu_config_value() {
    local value=$1 backslash=\\ quote='"'
    value=${value//"$backslash"/"$backslash$backslash"}
    value=${value//"$quote"/"$backslash$quote"}
    printf '"%s"' "$value"
}

# The lines that sign in, for curl's configuration file.
_kudu_sign_in() {
    local LC_ALL=C token='' resource=${KUDU_TOKEN_RESOURCE:-https://management.azure.com/}
    if [ -n "${KUDU_TOKEN_FILE:-}" ]; then
        IFS= read -r token <"$KUDU_TOKEN_FILE" || [ -n "$token" ] || {
            _kudu_say 'there is no token in the file that KUDU_TOKEN_FILE names (a pipe can be read once only)'
            return 70
        }
    elif [ -n "${KUDU_TOKEN:-}" ]; then
        token=$KUDU_TOKEN
    elif [ -n "${KUDU_USER:-}" ] && [ -n "${KUDU_PASSWORD:-}" ]; then
        case $KUDU_USER$KUDU_PASSWORD in
        *[[:cntrl:]]*)
            _kudu_say 'KUDU_USER or KUDU_PASSWORD has a line break or another control character in it'
            return 70
            ;;
        esac
        printf 'basic\nuser = %s\n' "$(_kudu_config_value "$KUDU_USER:$KUDU_PASSWORD")"
        return 0
    elif command -v az >/dev/null 2>&1; then
        token=$(command az account get-access-token --resource "$resource" --query accessToken --output tsv) || {
            _kudu_say 'az has no token: run az login first'
            return 70
        }
    else
        _kudu_say 'nothing to sign in with: set KUDU_TOKEN_FILE or KUDU_TOKEN, or KUDU_USER and KUDU_PASSWORD, or install az and run az login'
        return 70
    fi
    token=${token%$'\r'}
    case $token in
    '' | *[!A-Za-z0-9._~+/=-]*)
        _kudu_say 'what should be a bearer token is none'
        return 70
        ;;
    esac
    printf 'header = "Authorization: Bearer %s"\n' "$token"
}

# The address of the app's /api/command.
_kudu_url() {
    local LC_ALL=C app=${1%/}
    case $app in
    https://*[!A-Za-z0-9.:/_-]* | http://*[!A-Za-z0-9.:/_-]*) return 2 ;;
    https://?*) printf '%s/api/command' "$app" ;;
    http://127.0.0.1:* | http://localhost:*) printf '%s/api/command' "$app" ;;
    '' | *[!A-Za-z0-9.-]* | -* | .*) return 2 ;;
    *.*) printf 'https://%s/api/command' "$app" ;;
    *) printf 'https://%s.scm.azurewebsites.net/api/command' "$app" ;;
    esac
}

# What a page for people says, in one short line.
_kudu_page() {
    printf '%s' "$1" | LC_ALL=C tr '\r\n\t' '   ' | LC_ALL=C sed -e 's/<[sS][tT][yY][lL][eE].*<\/[sS][tT][yY][lL][eE]>//' \
        -e 's/<[^>]*>/ /g' -e 's/  */ /g' -e 's/^ //' -e 's/^\(.\{160\}\).*/\1.../'
}

# Why curl has no answer: its exit code, and the seconds that were given.
_kudu_no_answer() {
    case $1 in
    6) _kudu_say "the name of the SCM site does not resolve: is the app's name right? For an app with private endpoints only, run this inside its network" ;;
    7) _kudu_say 'the SCM site cannot be reached: is there a firewall or a proxy in between, or has the app private endpoints only?' ;;
    28) _kudu_say "no answer within $2 s (KUDU_TIMEOUT). Azure itself ends a request after about 230 s (not certain): ask for less at a time" ;;
    18 | 52 | 56)
        _kudu_say 'the connection ended before the whole answer was there: try again, and if it stays so, ask for less at a time'
        return 77
        ;;
    35 | 51 | 60) _kudu_say "TLS with the SCM site failed (curl's exit code $1): is there a proxy that shows its own certificate?" ;;
    *) _kudu_say "the SCM site was not reached (curl's exit code $1)" ;;
    esac
    return 71
}

# What an HTTP status other than 200 means: the status and the page.
_kudu_refused() {
    local page
    page=$(_kudu_page "$2")
    page=${page:+. It says: $page}
    case $1 in
    401 | 30[0-9])
        _kudu_say "the SCM site does not accept the credentials ($1). A token must be for https://management.azure.com/, of the app's tenant, and not expired; for KUDU_USER and KUDU_PASSWORD basic authentication must be allowed for the SCM site$page"
        return 72
        ;;
    403)
        _kudu_say "the SCM site forbids it (403): the app is stopped, an access restriction of the SCM site shuts this address out, or the account lacks the role (Website Contributor has it)$page"
        return 73
        ;;
    404)
        _kudu_say "there is no such app, or its SCM site has no /api/command (404): check the name; newer apps have a host name of their own, see 'SCM site' or 'Advanced Tools' in the portal$page"
        return 74
        ;;
    5?? | 429)
        _kudu_say "the SCM site failed by itself ($1): try again; after about 230 s Azure ends a request with such an answer (not certain), so ask for less at a time$page"
        return 75
        ;;
    *)
        _kudu_say "the SCM site answered $1, which is not expected$page"
        return 75
        ;;
    esac
}

# Why a command gave no answer that counts: its exit code, what it wrote as errors, the program.
_kudu_failed() {
    local said
    said=$(_kudu_page "$2")
    case $1:$2 in
    -1:*'no output nor CPU activity'*)
        _kudu_say "Kudu ended $3 because it was silent for too long (SCM_COMMAND_IDLE_TIMEOUT, 60 s if nothing was set), and its output is lost: ask for less at a time, shorten its time limits, or raise that app setting"
        return 76
        ;;
    9009:* | 127:* | *:*'is not recognized as an internal or external command'* | *:*'cannot find the path specified'* | *:*'No such file or directory'*)
        _kudu_say "$3 is not there: put this project's programs into D:\\home (Linux: /home), or set KUDU_TOOLS to their folder; KUDU_OS must be windows or linux, as the app is. It says: $said"
        return 78
        ;;
    126:*)
        _kudu_say "$3 may not be executed there: chmod +x it. It says: $said"
        return 78
        ;;
    *:*'unexpected EOF while looking for matching'*)
        _kudu_say 'this Kudu runs commands without a shell: only arguments without blanks and signs can be passed. Put them into a file on the app and name that'
        return 79
        ;;
    -1:*)
        _kudu_say "Kudu could not run $3. It says: $said"
        return 79
        ;;
    *)
        _kudu_say "$3 ended with exit code $1${said:+. It says: $said}"
        return 79
        ;;
    esac
}

# Runs a command line in the app and writes what it printed; returns its exit code if that is 0 to 3.
_kudu_send() { # APP LINE PROGRAM
    local url body answer status code error
    url=$(_kudu_url "$1") || {
        _kudu_say "'$1' is no app's name, host name or https URL"
        return 2
    }
    body=$(command jq -nc --arg command "$2" --arg dir "${KUDU_DIR:-}" '{command: $command, dir: $dir}') || return 70
    local seconds=${KUDU_TIMEOUT:-240} sign_in
    case $seconds in
    '' | *[!0-9]*)
        _kudu_say 'KUDU_TIMEOUT is a number of seconds'
        return 2
        ;;
    esac
    sign_in=$(_kudu_sign_in) || return
    answer=$(
        {
            printf '%s\n' "$sign_in"
            printf 'data-raw = %s\n' "$(_kudu_config_value "$body")"
        } | command curl --disable --config - --silent --request POST --url "$url" --proto '=https,http' \
            --header 'Content-Type: application/json' --header 'Accept: application/json' --header 'Expect:' \
            --connect-timeout 20 --max-time "$seconds" --write-out '\n%{http_code}'
    )
    code=$?
    [ "$code" -eq 0 ] || {
        _kudu_no_answer "$code" "$seconds"
        return
    }
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    [ "$status" = 200 ] || {
        _kudu_refused "$status" "$answer"
        return
    }
    # An answer's members are written in either way, depending on which Kudu it is.
    code=$(printf '%s' "$answer" | command jq -er '(.ExitCode // .exitCode) | numbers' 2>/dev/null) || {
        case $answer in
        *'<'[hH!]*)
            _kudu_say "the SCM site answered with a page for people instead of JSON: does it want a browser to sign in? It says: $(_kudu_page "$answer")"
            return 72
            ;;
        esac
        _kudu_say 'the answer is no JSON, or was cut: try again, and if it stays so, ask for less at a time'
        return 77
    }
    error=$(printf '%s' "$answer" | command jq -j '.Error // .error // ""')
    case $code in
    [0-3])
        # cmd.exe ends a batch file that found no program with 1 on some systems.
        case $error in
        *'is not recognized as an internal or external command'* | *'unexpected EOF while looking for matching'*)
            _kudu_failed "$code" "$error" "$3"
            return
            ;;
        esac
        [ -z "$error" ] || printf '%s\n' "$error" | kudu_harmless | LC_ALL=C sed 's/^/kudu: /' >&2
        printf '%s' "$answer" | command jq -j '.Output // .output // ""' | _kudu_harmless_json
        return "$code"
        ;;
    esac
    _kudu_failed "$code" "$error" "$3"
}

# The program's name as it is called there.
_kudu_program() {
    local folder=${KUDU_TOOLS:-}
    case ${KUDU_OS:-windows} in
    windows) printf '%s' "${folder:+${folder%\\}\\}$1" ;;
    linux) printf '%s' "${folder:-/home}/$1" ;;
    esac
}

# Runs a program with these arguments in the app: kudu_run APP PROGRAM [ARGUMENT...]
# Prints what it printed. The program is looked for in KUDU_TOOLS.
kudu_run() (
    _kudu_begin 2>/dev/null
    [ $# -ge 2 ] || {
        _kudu_say 'usage: kudu_run APP PROGRAM [ARGUMENT...]'
        return 2
    }
    for tool in curl jq; do
        command -v "$tool" >/dev/null 2>&1 || {
            _kudu_say "$tool is missing here: install it (apt-get install $tool, brew install $tool, winget install $tool)"
            return 70
        }
    done
    app=$1
    program=$2
    path=$(_kudu_program "$program")
    shift 2
    case ${KUDU_OS:-windows} in
    windows) line=$(kudu_command_windows "$path" "$@") ;;
    linux) line=$(kudu_command_linux "$path" "$@") ;;
    *)
        _kudu_say 'KUDU_OS is windows or linux: what the app runs on'
        return 2
        ;;
    esac || {
        _kudu_say 'an argument has a line break, or the folder of the programs has signs that cannot be passed on Windows'
        return 2
    }
    # cmd.exe takes no longer ones; Linux would, but nothing here needs them.
    [ ${#line} -le 8000 ] || {
        _kudu_say "the command line is too long (${#line} signs, at most 8000): put lists into a file on the app"
        return 2
    }
    _kudu_send "$app" "$line" "$program"
)

# Runs one of the three programs with --json, and makes sure that what comes is its JSON, and all of it.
_kudu_json() { # APP PROGRAM ARGUMENT...
    local output code argument json=--json
    for argument in "$@"; do
        case $argument in
        --json) json='' ;;
        -t | --forever)
            _kudu_say "$argument cannot be used here: Kudu delivers nothing before the command ends"
            return 2
            ;;
        esac
    done
    # The sign at the end keeps the line breaks before it.
    output=$(
        kudu_run "$@" ${json:+"$json"}
        code=$?
        printf x
        exit "$code"
    )
    code=$?
    output=${output%x}
    [ "$code" -le 3 ] || return "$code"
    if [ "$code" -eq 2 ] && [ -z "$output" ]; then
        return 2
    fi
    printf '%s' "$output" | command jq -es --arg schema "$2" \
        'length > 0 and all(.[]; type == "object" and (.schema | strings | startswith($schema)))' >/dev/null 2>&1 || {
        case $output in
        *'"schema":'*)
            _kudu_say "the JSON of $2 ends too early or is damaged: try again, and if it stays so, ask for less at a time"
            return 77
            ;;
        '') _kudu_say "$2 printed nothing: what runs there is not this project's $2, or an older one. Put it into D:\\home (Linux: /home) or set KUDU_TOOLS" ;;
        *) _kudu_say "what runs there is not this project's $2 (Azure has one of that name): put ours into D:\\home (Linux: /home) or set KUDU_TOOLS. It says: $(_kudu_page "$output")" ;;
        esac
        return 78
    }
    # Empty lines are signs of life, for Kudu only.
    printf '%s' "$output" | LC_ALL=C sed '/^$/d'
    return "$code"
}

# kudu_nameresolver APP HOSTNAME [DNS_SERVER] [OPTIONS]: what a name resolves to inside the app, a line of JSON a name.
kudu_nameresolver() (
    _kudu_begin 2>/dev/null
    [ $# -ge 2 ] || {
        _kudu_say 'usage: kudu_nameresolver APP HOSTNAME [DNS_SERVER] [OPTIONS]'
        return 2
    }
    app=$1
    shift
    _kudu_json "$app" nameresolver "$@"
)

# kudu_tcpping APP HOST:PORT [OPTIONS]: whether the app can connect, a line of JSON an attempt and one for the summary.
kudu_tcpping() (
    _kudu_begin 2>/dev/null
    [ $# -ge 2 ] || {
        _kudu_say 'usage: kudu_tcpping APP HOST:PORT [OPTIONS]'
        return 2
    }
    app=$1
    shift
    _kudu_json "$app" tcpping "$@"
)

# kudu_netcheck APP [COMMAND] [OPTIONS]: what is wrong with the integration, one JSON document.
kudu_netcheck() (
    _kudu_begin 2>/dev/null
    [ $# -ge 1 ] || {
        _kudu_say 'usage: kudu_netcheck APP [COMMAND] [OPTIONS]'
        return 2
    }
    app=$1
    shift
    _kudu_json "$app" netcheck "$@"
)
