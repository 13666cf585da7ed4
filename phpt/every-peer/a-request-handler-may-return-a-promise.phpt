--TEST--
The outcome of a promise that a request handler returns is the answer, an error like one that the handler throws
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $backEnd = fn () => $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => match ($question->message) {
            'reply' => new LogMessage('a reply'),
            'error' => new ErrorMessage('an error'),
            'deadline' => $peer->run(),
            'end' => exit,
            default => $question,
        });
        $peer->run();
        PHP);
    $session = $start(ASKING);
    $answer = null;
    $session->onMessage(function (LogMessage $message) use (&$answer) { $answer = $message->message; });
    $session->onRequest(function (LogMessage $question) use ($backEnd) {
        $promise = $backEnd()->request($question, $question->message === 'deadline' ? 0.2 : 20.0);
        $question->message === 'known' && $promise->await();
        return $promise;
    });
    foreach (['known', 'reply', 'error', 'deadline', 'end'] as $question) {
        $answer = null;
        $session->notify(new LogMessage($question));
        for ($tries = 0; $answer === null && $tries < 200; $tries++) {
            $peer->tickFor(0.05);
        }
        echo preg_replace('/request [\d.]+ (.*?):.*/', 'request N $1', (string) $answer), "\n";
    }
});
--EXPECT--
known
a reply
StreamIpc\Message\ErrorMessageException: Error in dispatch
StreamIpc\Message\ErrorMessageException: an error
StreamIpc\Message\ErrorMessageException: Error in dispatch
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.2s
StreamIpc\Message\ErrorMessageException: Error in dispatch
StreamIpc\Transport\PeerClosedException: No reply to request N can come any more
-- the same with each peer
