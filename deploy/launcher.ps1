# What ats-harness.cmd does before it runs the harness: it finds Java, builds if there is no build or the sources are
# newer, and archives class data once per build and JDK. It writes the name of the archive for ats-harness.cmd, and
# nothing if it failed. The same steps in the same order as in the file ats-harness, for PowerShell 5.1 and later.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $PSScriptRoot
# The state directory, the jar, and the file that says who builds.
$state = Join-Path $root '.ats-harness'
$jar = Join-Path $state 'ats-harness.jar'
$lockFile = Join-Path $state 'lock.windows'
$options = Join-Path $PSScriptRoot 'jvm.options'

function Say([string] $text) {
    [Console]::Error.WriteLine("ats-harness: $text")
}

function Fail([string] $text) {
    Say $text
    exit 3
}

function Find-Java {
    if ($env:JAVA_HOME) {
        $found = Join-Path $env:JAVA_HOME 'bin\java.exe'
        if (-not (Test-Path -LiteralPath $found)) {
            Fail "JAVA_HOME is $env:JAVA_HOME, which has no bin\java.exe; point it at a JDK 17 or later"
        }
        return $found
    }
    $command = Get-Command java.exe -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $command) {
        Fail 'no java.exe on the PATH; install a JDK 17 or later, or set JAVA_HOME'
    }
    return $command.Path
}

# Runs a command line with its output and its errors in a file, and returns its exit status. cmd does the redirection,
# because Windows PowerShell turns each line that a program writes to its standard error into an error of its own.
# The line is handed over as it is: PowerShell's own way to call a program changes quotes within an argument.
function Invoke-Logged([string] $line, [string] $log) {
    $start = New-Object Diagnostics.ProcessStartInfo
    $start.FileName = $env:ComSpec
    $start.Arguments = "/d /s /c `"$line >`"$log`" 2>&1`""
    $start.WorkingDirectory = $root
    $start.UseShellExecute = $false
    $process = [Diagnostics.Process]::Start($start)
    $process.WaitForExit()
    return $process.ExitCode
}

function Test-SourcesAreNewer {
    if (-not (Test-Path -LiteralPath $jar)) {
        return $true
    }
    $built = (Get-Item -LiteralPath $jar).LastWriteTimeUtc
    $modules = @(Get-ChildItem -LiteralPath $root -Directory)
    $watched = @(Join-Path $root 'pom.xml')
    foreach ($module in $modules) {
        $watched += Join-Path $module.FullName 'pom.xml'
        $watched += Join-Path $module.FullName 'src\main'
    }
    foreach ($data in 'catalog', 'clients', 'schema', 'rules', 'releases', 'fixes', 'evidence') {
        $watched += Join-Path $root "scenarios\$data"
    }
    $watched += @(Get-ChildItem -LiteralPath (Join-Path $root 'scenarios') -Filter '*.yaml' -File |
        ForEach-Object { $_.FullName })
    $watched += Join-Path $root 'harness-tests\checkers'
    foreach ($path in $watched) {
        if (-not (Test-Path -LiteralPath $path)) {
            continue
        }
        # A directory counts too: its time changes if a file is removed from it.
        $entries = @(Get-Item -LiteralPath $path)
        if ($entries[0].PSIsContainer) {
            $entries += @(Get-ChildItem -LiteralPath $path -Recurse)
        }
        foreach ($entry in $entries) {
            if ($entry.LastWriteTimeUtc -gt $built) {
                return $true
            }
        }
    }
    return $false
}

function Get-JavaVersion {
    $log = Join-Path $state 'java-version.log'
    Invoke-Logged "`"$java`" -XshowSettings:properties -version" $log | Out-Null
    $line = Select-String -LiteralPath $log -Pattern '^\s*java\.specification\.version = (1\.)?(\d+)' |
        Select-Object -First 1
    if ($line) {
        return [int] $line.Matches[0].Groups[2].Value
    }
    return 0
}

function Build {
    $version = Get-JavaVersion
    if ($version -lt 17) {
        Fail "this is Java $version ($java); a JDK 17 or later is needed"
    }
    $log = Join-Path $state 'build.log'
    Say 'building (first use or newer sources; a minute or two) ...'
    $status = Invoke-Logged '.\mvnw.cmd -B -ntp -Dquick package' $log
    if ($status -ne 0) {
        Select-String -LiteralPath $log -Pattern '^\[ERROR\]' | Select-Object -First 20 |
            ForEach-Object { [Console]::Error.WriteLine($_.Line) }
        Fail "the build failed; the whole output is in $log"
    }
    # Windows does not let a file be replaced that a process has open. A rename of the old one is allowed.
    $old = "$jar.old.$PID"
    $new = "$jar.$PID"
    Copy-Item -LiteralPath (Join-Path $root 'harness-cli\target\ats-harness.jar') -Destination $new
    if (Test-Path -LiteralPath $jar) {
        Move-Item -LiteralPath $jar -Destination $old
    }
    Move-Item -LiteralPath $new -Destination $jar
    # What another process still has open is removed after a later build.
    foreach ($pattern in 'ats-harness.jar.old.*', 'classes-*') {
        Get-ChildItem -LiteralPath $state -Filter $pattern | Remove-Item -Force -ErrorAction SilentlyContinue
    }
}

# The JDK's own description and the jar's time name the archive: two JDKs do not fight over one, and an archive of an
# older jar that could not be removed is not taken for this one's.
function Get-ArchiveName {
    $release = Join-Path (Split-Path -Parent (Split-Path -Parent $java)) 'release'
    $text = $java
    if (Test-Path -LiteralPath $release) {
        $text = [IO.File]::ReadAllText($release)
    }
    $text += (Get-Item -LiteralPath $jar).LastWriteTimeUtc.Ticks
    $sha = [Security.Cryptography.SHA256]::Create()
    $id = [BitConverter]::ToString($sha.ComputeHash([Text.Encoding]::UTF8.GetBytes($text)), 0, 6).Replace('-', '')
    return Join-Path $state "classes-$id.jsa"
}

function Test-HasArchive {
    return [bool] $env:ATS_HARNESS_NO_ARCHIVE -or (Test-Path -LiteralPath (Get-ArchiveName))
}

# Class data of a real run, archived once per build and JDK, saves half of the start-up time.
function New-Archive {
    Say 'preparing for this JDK (once) ...'
    $archive = Get-ArchiveName
    $run = "`"$java`" `"@$options`" `"-XX:ArchiveClassesAtExit=$archive.$PID`" -jar `"$jar`"" +
        ' check --checker simulated-device --only baseline/*'
    Invoke-Logged $run (Join-Path $state 'archive.log') | Out-Null
    if (Test-Path -LiteralPath "$archive.$PID") {
        Move-Item -LiteralPath "$archive.$PID" -Destination $archive -Force
    }
}

# One process at a time builds. Windows itself gives the file free when its owner ends.
function Enter-Lock {
    New-Item -ItemType Directory -Force -Path $state | Out-Null
    $waiting = $false
    while ($true) {
        try {
            return [IO.File]::Open($lockFile, 'OpenOrCreate', 'ReadWrite', 'None')
        } catch [IO.IOException] {
            if (-not $waiting) {
                Say "waiting for another process, which is building and has $lockFile open"
                $waiting = $true
            }
            Start-Sleep -Seconds 1
        }
    }
}

try {
    $java = Find-Java
    if ((Test-SourcesAreNewer) -or -not (Test-HasArchive)) {
        $lock = Enter-Lock
        try {
            if (Test-SourcesAreNewer) {
                Build
            }
            if (-not (Test-HasArchive)) {
                New-Archive
            }
        } finally {
            $lock.Dispose()
        }
    }
    Write-Output (Split-Path -Leaf (Get-ArchiveName))
} catch {
    Fail "$_ ($($_.InvocationInfo.PositionMessage))"
}
