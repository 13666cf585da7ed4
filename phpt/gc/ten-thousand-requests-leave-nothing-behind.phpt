--TEST--
Ten thousand requests leave nothing behind
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn (LogMessage $question) => $question);
$ask = function (int $times) use ($here) {
    for ($i = 0; $i < $times; $i++) {
        $here->request(new LogMessage('question'))->await();
    }
};
$ask(1000);
$before = memory_get_usage();
$ask(10_000);
var_dump(memory_get_usage() - $before < 10_000);
--EXPECT--
bool(true)
