--TEST--
A path of the program or the script that does not exist is told with the last words of the shell or PHP, and what to check
--FILE--
<?php

require __DIR__ . '/../support/mistakes.php';

ask('/no/such/php worker.php');
ask(escapeshellarg(PHP_BINARY) . ' /no/such/worker.php');
--EXPECTF--
check the path, as seen from its working directory; its last words: %s/no/such/php: %r(not found|No such file or directory)%r
check the path, as seen from its working directory; its last words: Could not open input file: /no/such/worker.php
