--TEST--
A session over a user's own transport cannot say hello, and says why
--FILE--
<?php

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/native.php';

[$peer, $start] = user_peer();
$session = $start(ANSWERING);
echo thrown_by($session->sayHello(...)), "\n";
var_dump($session->isNative());
--EXPECT--
LogicException: Only a session over a transport of this extension can say hello: others do not tell what native sides say from messages
bool(false)
