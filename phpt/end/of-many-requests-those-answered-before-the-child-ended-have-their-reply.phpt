--TEST--
Of many requests those answered before the child ended have their reply, the others fail at once
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $answered = 0;
    $peer->createStdioSession()->onRequest(function (LogMessage $question) use (&$answered) {
        if ($answered++ === 4) {
            posix_kill(getmypid(), SIGKILL);
        }
        return new LogMessage("reply to $question->message");
    });
    $peer->run();
    PHP);
// Its input is read to the end by nobody, so later requests may not even be sent.
$promises = array_map(fn (int $number) => $session->request(new LogMessage((string) $number), 60.0), range(1, 7));
foreach (array_reverse($promises) as $promise) {
    try {
        echo $promise->await()->message, "\n";
    } catch (PeerClosedException $e) {
        echo get_class($e), "\n";
    }
}
--EXPECT--
StreamIpc\Transport\PeerClosedException
StreamIpc\Transport\PeerClosedException
StreamIpc\Transport\PeerClosedException
reply to 4
reply to 3
reply to 2
reply to 1
