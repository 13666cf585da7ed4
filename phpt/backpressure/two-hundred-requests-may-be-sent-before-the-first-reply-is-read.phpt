--TEST--
Two hundred requests of 64 KiB may be sent before the first reply, as large, is read
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $peer->run();
    PHP);
for ($number = 0; $number < 200; $number++) {
    $promises[$number] = $session->request(new LogMessage(text_of($number, 64 << 10)));
}
$right = 0;
// The last one first: the order of awaiting does not matter.
foreach (array_reverse($promises, true) as $number => $promise) {
    $right += (int) ($promise->await()->message === strrev(text_of($number, 64 << 10)));
}
var_dump($right);
--EXPECT--
int(200)
