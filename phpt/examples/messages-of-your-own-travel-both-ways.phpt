--TEST--
examples/messages: nested objects and enums travel both ways, and the worker asks back
--FILE--
<?php
passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/messages/parent.php') . ' 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECT--
The worker asks: Yen to Euro?
2 × Tea bowl   4000.00 JPY
3 × Green tea    12.50 EUR
Total            87.50 EUR
exit status: 0
