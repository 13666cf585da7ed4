--TEST--
A session may be made inside a generator: it lives as long as the generator holds it
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

function replies(): Generator
{
    $peer = new NativeIpcPeer();
    $session = start_worker($peer, <<<'PHP'
        $peer = new NativeIpcPeer();
        $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage("reply to $question->message"));
        $peer->run();
        PHP);
    try {
        while (true) {
            $question = yield isset($promise) ? $promise->await()->message : 'ready';
            $promise = $session->request(new LogMessage($question), 20);
        }
    } finally {
        $session->onClose(function () { echo "closed\n"; });
        $session->close();
    }
}

$replies = replies();
echo $replies->current(), "\n", $replies->send('one'), "\n", $replies->send('two'), "\n";
unset($replies);
echo "the end\n";
--EXPECT--
ready
reply to one
reply to two
closed
the end
