--TEST--
A path of the program or the script that does not exist is told with the last words of the shell or PHP, and what to check
--FILE--
<?php

require __DIR__ . '/../support/mistakes.php';

ask('/no/such/php worker.php');
ask(escapeshellarg(PHP_BINARY) . ' /no/such/worker.php');
ask(['/no/such/php', 'worker.php']);
ask(['php worker.php']);
--EXPECTF--
check the path, as seen from its working directory; its last words: %s/no/such/php: %r(not found|No such file or directory)%r
check the path, as seen from its working directory; its last words: Could not open input file: /no/such/worker.php
RuntimeException: Failed to start the program: "/no/such/php": No such file or directory%S; give a path, or a name that PATH finds, and the arguments as further elements
RuntimeException: Failed to start the program: "php worker.php": No such file or directory%S; give a path, or a name that PATH finds, and the arguments as further elements
