--TEST--
examples/tour: the parent hears a notification, then the reply to its question
--FILE--
<?php
passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/tour/parent.php') . ' 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECTF--
info: One moment, please.
reply: I am process %d, PHP %d.%d.%s.
exit status: 0
