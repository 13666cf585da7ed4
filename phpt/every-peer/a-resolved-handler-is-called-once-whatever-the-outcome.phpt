--TEST--
An onResolved() handler is called once when the outcome is known, whatever it is, and may await it at once
--FILE--
<?php

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $code = <<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => match ($question->message) {
            'reply' => new LogMessage('a reply'),
            'error' => new ErrorMessage('an error'),
            'deadline' => $peer->run(),
            'end' => exit,
        });
        $peer->run();
        PHP;
    $calls = 0;
    $show = function (ResponsePromise $promise) use (&$calls) {
        $calls++;
        try {
            $seconds = wall_seconds(function () use ($promise, &$reply) { $reply = $promise->await(); });
            echo $reply->message, $promise->isResolved() && $seconds < 0.1 ? '' : ', but not at once', "\n";
        } catch (Exception $e) {
            echo $e::class, ': ', preg_replace('/request [\d.]+ (.*?):.*/', 'request N $1', $e->getMessage()), "\n";
        }
    };
    $session = $start($code);
    foreach (['reply', 'error', 'deadline', 'end'] as $number => $question) {
        $promise = $session->request(new LogMessage($question), $question === 'deadline' ? 0.2 : 20.0);
        $promise->onResolved($show);
        // tickFor() ticks a user's peer until its deadlines, too.
        for ($tries = 0; $calls === $number && $tries < 200; $tries++) {
            $peer->tickFor(0.05);
        }
    }
    $session = $start($code);
    $session->request(new LogMessage('deadline'), 20.0)->onResolved($show);
    $session->close();
    var_dump($calls);
});
--EXPECT--
a reply
StreamIpc\Message\ErrorMessageException: an error
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.2s
StreamIpc\Transport\PeerClosedException: No reply to request N can come any more
StreamIpc\Transport\PeerClosedException: No reply to request N can come any more
int(5)
-- the same with each peer
