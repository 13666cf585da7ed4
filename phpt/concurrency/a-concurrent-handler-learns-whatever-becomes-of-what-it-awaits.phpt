--TEST--
A concurrent handler learns that what it awaits fails, times out, or can come no more
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $silent = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => match ($question->message) {
            'error' => new ErrorMessage('an error'),
            'exit' => exit,
            default => $peer->run(),
        });
        $peer->run();
        PHP);
    $session = $start(ASKING);
    $answer = null;
    $session->onMessage(function (LogMessage $message) use (&$answer) { $answer = $message->message; });
    $session->onRequest(function (LogMessage $question) use ($silent) {
        try {
            return $silent->request($question, $question->message === 'deadline' ? 0.2 : 20.0)->await();
        } catch (Exception $e) {
            return new LogMessage($e::class . ': ' . preg_replace('/request [\d.]+ (.*?):.*/', 'request N $1', $e->getMessage()));
        }
    }, true);
    foreach (['error', 'deadline', 'closed'] as $question) {
        $answer = null;
        $session->notify(new LogMessage($question));
        for ($tries = 0; $answer === null && $tries < 100; $tries++) {
            // The handler waits by then.
            $question === 'closed' && $tries === 2 && $silent->close();
            $peer->tickFor(0.1);
        }
        echo $answer, "\n";
    }
});
--EXPECT--
StreamIpc\Message\ErrorMessageException: an error
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.2s
StreamIpc\Transport\PeerClosedException: No reply to request N can come any more
-- the same with each peer
