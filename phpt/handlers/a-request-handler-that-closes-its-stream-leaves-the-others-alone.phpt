--TEST--
A request handler that closes the stream resource of its session cannot reply: only its own session ends
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
[$socket, $process] = start_on_socket(<<<'PHP'
    $peer = new NativeIpcPeer();
    try {
        $peer->createStdioSession()->request(new LogMessage('question'), 60.0)->await();
    } catch (PeerClosedException $e) {
        fwrite(STDERR, '');
        exit(7);
    }
    PHP);
$broken = $peer->createStreamSession($socket, $socket);
$sound = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $request) => $request);
    $peer->run();
    PHP);
$broken->onRequest(function () use (&$socket) {
    fclose($socket);
    return new LogMessage('never arrives');
});
$told = 0;
$broken->onException(function (Throwable $e) use (&$told) { $told++; });
$broken->onClose(function () { echo "closed\n"; });
tick_until($peer, fn () => !$broken->isOpen());
var_dump($told);
echo $sound->request(new LogMessage('the others go on'))->await()->message, "\n";
// Its asker is told that nothing will come.
var_dump(proc_close($process));
--EXPECT--
closed
int(1)
the others go on
int(7)
