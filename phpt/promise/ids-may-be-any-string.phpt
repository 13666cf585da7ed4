--TEST--
The ids of requests may be any string: numbers, empty, binary, different in case only
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/queue-peer.php';

$peer = new QueuePeer();
[$session] = $peer->connect();
$ids = ['0', '1', '01', '-1', '', ' ', "a\0b", "a\0c", 'id', 'ID', "\xff\xfe", '9223372036854775808'];
array_map($session->registerPromise(...), $ids);
foreach ($ids as $number => $id) {
    $session->dispatch(new ResponseEnvelope($id, new LogMessage("reply $number")));
}
foreach (array_reverse($ids, true) as $number => $id) {
    if ($session->popResponse($id)->message !== "reply $number") {
        echo "wrong reply for id $number\n";
    }
}
var_dump(array_filter(array_map($session->popResponse(...), $ids)));
--EXPECT--
array(0) {
}
