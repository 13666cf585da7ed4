--TEST--
examples/amphp: without amphp/byte-stream, it says which command gets it, and where
--FILE--
<?php
putenv('STREAM_IPC_VENDOR=/nonexistent');
chdir(__DIR__ . '/../..');
passthru(escapeshellarg(PHP_BINARY) . ' examples/amphp/parent.php 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECTF--
This example needs amphp/byte-stream. Please run: composer require -d %s/examples/amphp amphp/byte-stream
exit status: 1
