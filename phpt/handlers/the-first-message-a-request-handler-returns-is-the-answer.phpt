--TEST--
The first Message that a request handler returns is the answer; handlers behind it are not asked
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(function () { echo "first\n"; });
$there->onRequest(function () { echo "second\n"; return new LogMessage('from the second'); });
$there->onRequest(function () { echo "third\n"; return new LogMessage('from the third'); });
echo $here->request(new LogMessage('question'))->await()->message, "\n";
--EXPECT--
first
second
from the second
