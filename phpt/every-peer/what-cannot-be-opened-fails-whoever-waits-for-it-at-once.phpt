--TEST--
A request or reply of an unknown class fails whoever waits for the reply at once; message handlers get the same ErrorMessage
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;

require __DIR__ . '/../support/every-peer.php';

// The codec that a user's transport reads with tells no envelope of what it could not open.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        final class Secret implements Message {}
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => $question->message === 'secret' ? new Secret() : $question);
        try {
            $session->request(new Secret(), 20.0)->await();
        } catch (StreamIpc\Message\ErrorMessageException $e) {
            $session->notify(new LogMessage('the worker: ' . strtok($e->getMessage(), "\n")));
        }
        $peer->run();
        PHP);
    $session->onRequest(function () { echo "never\n"; });
    $told = 0;
    $session->onMessage(function (Message $message) use (&$told) {
        echo 'told: ', $message instanceof ErrorMessage ? strtok($message->toString(), "\n") : $message->message, "\n";
        $told++;
    });
    tick_until($peer, function () use (&$told) { return $told === 2; });
    try {
        $session->request(new LogMessage('secret'), 20.0)->await();
    } catch (ErrorMessageException $e) {
        echo 'here: ', strtok($e->getMessage(), "\n"), "\n";
    }
    echo $session->request(new LogMessage('the session goes on'), 20.0)->await()->message, "\n";
});
--EXPECT--
told: Failed to deserialize message payload
told: the worker: Failed to deserialize message payload
told: Failed to deserialize message payload
here: Failed to deserialize message payload
the session goes on
-- the same with each peer
