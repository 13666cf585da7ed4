--TEST--
A program without the execute bit is told with the last words of the shell, and what to do
--FILE--
<?php

require __DIR__ . '/../support/mistakes.php';

$file = tempnam(sys_get_temp_dir(), 'stream-ipc');
file_put_contents($file, "#!/usr/bin/env php\n<?php");
ask($file);
ask([$file]);
unlink($file);
--EXPECTF--
make the file readable and executable (chmod +rx); its last words: %sPermission denied
RuntimeException: Failed to start the program: "%s": Permission denied%S; is it executable (chmod +x)?
