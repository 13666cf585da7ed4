--TEST--
Ten thousand requests may be pending at once, and all replies find theirs
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $peer->run();
    PHP);
$promises = [];
for ($i = 0; $i < 10_000; $i++) {
    $promises[] = $session->request(new LogMessage("request $i"), 60);
}
$right = 0;
foreach (array_reverse($promises, true) as $i => $promise) {
    $right += (int) ($promise->await()->message === strrev("request $i"));
}
var_dump($right);
--EXPECT--
int(10000)
