--TEST--
If a worker ends with exit code 255 and does not show its fatal error, the asker is told to show errors; once shown, they are the last words
--FILE--
<?php

require __DIR__ . '/../support/mistakes.php';

$fails = " -r 'fgetc(STDIN); no_such_function();'";
ask(escapeshellarg(PHP_BINARY) . ' -d display_errors=0 -d log_errors=0' . $fails);
ask(escapeshellarg(PHP_BINARY) . ' -d display_errors=stderr -d log_errors=0 -d html_errors=0' . $fails);
--EXPECT--
it has sent and printed nothing: make it show its errors (in PHP with display_errors=stderr)
its last words: Fatal error: Uncaught Error: Call to undefined function no_such_function() in Command line code:1
