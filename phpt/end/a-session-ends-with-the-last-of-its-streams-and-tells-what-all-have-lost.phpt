--TEST--
A session ends with the last of its child's two streams, and its exception counts the bytes lost on both
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $half = "\xF3\x4A\x9D\xE2" . pack('N', 1000);
    fwrite(STDOUT, $half . str_repeat('x', 100));
    fclose(STDOUT);
    fwrite(STDERR, frame(new LogMessage('my output has ended')));
    // Until the parent has read that.
    fgets(STDIN);
    fwrite(STDERR, $half . str_repeat('x', 10));
    PHP);
$promise = $session->request(new LogMessage('question'), 60.0);
$session->onMessage(function (LogMessage $message, IpcSession $session) {
    echo $message->message, "\n";
    var_dump($session->isOpen());
    $session->notify(new LogMessage("end\n"));
});
$session->onClose(function () { echo "ended\n"; });
try {
    $promise->await();
} catch (PeerClosedException $e) {
    echo preg_match('/(\d+) bytes/', $e->getMessage(), $match) ? "$match[0] lost" : $e->getMessage(), "\n";
}
--EXPECT--
my output has ended
bool(true)
ended
126 bytes lost
