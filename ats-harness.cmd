@echo off
rem Runs the harness, and builds it first when there is no build or the sources are newer.
rem Needs a JDK 17 or later and nothing else; the Maven Wrapper brings Maven.
rem deploy\launcher.ps1 does the work. Java is started here, because cmd hands its arguments on unchanged.
setlocal DisableDelayedExpansion
set "ATS_HARNESS_ROOT=%~dp0"
set "JAVA=java.exe"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
set "ARCHIVE="
rem PowerShell takes the path from the variable, so that no character of it, such as an apostrophe, ends a string.
rem It writes a name in ASCII alone, because it and cmd may differ in the code page.
for /f "usebackq delims=" %%a in (`powershell -NoProfile -ExecutionPolicy Bypass -Command "& (Join-Path $env:ATS_HARNESS_ROOT 'deploy\launcher.ps1')"`) do set "ARCHIVE=%%a"
if not defined ARCHIVE exit /b 3
"%JAVA%" "@%ATS_HARNESS_ROOT%deploy\jvm.options" "-XX:SharedArchiveFile=%ATS_HARNESS_ROOT%.ats-harness\%ARCHIVE%" %ATS_HARNESS_JAVA_OPTS% -jar "%ATS_HARNESS_ROOT%.ats-harness\ats-harness.jar" %*
exit /b %ERRORLEVEL%
