--TEST--
examples/serializers: a frame carries JSON and the id of the user's own generator
--FILE--
<?php
passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/serializers/parent.php') . ' 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECT--
magic:   f34a9de2
length:  00000088 = 136
payload: {"__class":"StreamIpc\\Envelope\\RequestEnvelope","id":"sums-0001","request":{"__class":"Examples\\Serializers\\Add","numbers":[1,2,3]}}
sum:     6
exit status: 0
