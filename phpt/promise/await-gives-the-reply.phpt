--TEST--
await() gives the reply to its own request, in whatever order they come
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage("answer to $question->message", 'notice'));
    $peer->run();
    PHP);
foreach (['one', 'two', 'three'] as $question) {
    $promises[$question] = $session->request(new LogMessage($question));
}
foreach (array_reverse($promises) as $promise) {
    $reply = $promise->await();
    echo get_class($reply), " $reply->level: $reply->message\n";
}
--EXPECT--
StreamIpc\Message\LogMessage notice: answer to three
StreamIpc\Message\LogMessage notice: answer to two
StreamIpc\Message\LogMessage notice: answer to one
