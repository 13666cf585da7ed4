--TEST--
examples/symfony: without Symfony's Process, it says which command gets it, and where
--FILE--
<?php
putenv('STREAM_IPC_VENDOR=/nonexistent');
chdir(__DIR__ . '/../..');
passthru(escapeshellarg(PHP_BINARY) . ' -d include_path=/nonexistent examples/symfony/parent.php 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECTF--
This example needs symfony/process. Please run: composer require -d %s/examples/symfony symfony/process
or, on Debian: apt install php-symfony-process
exit status: 1
