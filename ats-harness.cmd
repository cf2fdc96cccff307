@echo off
rem Runs the harness, and builds it first when there is no build or the sources are newer.
rem Needs a JDK 17 or later and nothing else; the Maven Wrapper brings Maven.
setlocal
set "ROOT=%~dp0"
set "JAR=%ROOT%.ats-harness\ats-harness.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"

powershell -NoProfile -Command ^
  "$jar = Get-Item -ErrorAction SilentlyContinue '%JAR%'; if (-not $jar) { exit 1 };" ^
  "$sources = Get-ChildItem -Recurse -File '%ROOT%pom.xml', '%ROOT%*\pom.xml', '%ROOT%*\src\main', '%ROOT%scenarios\catalog', '%ROOT%scenarios\clients', '%ROOT%scenarios\schema', '%ROOT%scenarios\rules', '%ROOT%scenarios\releases', '%ROOT%scenarios\fixes', '%ROOT%scenarios\evidence';" ^
  "if ($sources | Where-Object { $_.LastWriteTime -gt $jar.LastWriteTime } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 (
  echo ats-harness: building ^(first use or newer sources; a minute or two^) ... 1>&2
  pushd "%ROOT%"
  call mvnw.cmd -B -q -ntp -Dquick package || (
    echo ats-harness: the build failed 1>&2
    popd
    exit /b 3
  )
  popd
  if not exist "%ROOT%.ats-harness" mkdir "%ROOT%.ats-harness"
  copy /y "%ROOT%harness-cli\target\ats-harness.jar" "%JAR%" >nul || exit /b 3
)
"%JAVA%" -Djava.locale.providers=SPI -XX:+UseSerialGC -Xmx160m -XX:+ExitOnOutOfMemoryError -jar "%JAR%" %*
exit /b %ERRORLEVEL%
