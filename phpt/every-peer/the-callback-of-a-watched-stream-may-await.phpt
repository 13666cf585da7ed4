--TEST--
The callback of a watched stream may await and tick: others go on, and it is not called again meanwhile
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $worker = $start(<<<'PHP'
        $session = ($peer = new NativeIpcPeer())->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => new LogMessage("re: $question->message"));
        $peer->run();
        PHP);
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    [$other, $end] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $calls = $depth = 0;
    $peer->watch($ours, function ($stream) use ($peer, $worker, &$calls, &$depth, $end) {
        $calls++;
        echo ++$depth === 1 ? '' : "called while it runs\n";
        // Nobody has read the stream yet.
        fwrite($end, 'x');
        echo $worker->request(new LogMessage("call $calls"), 20)->await()->message, "\n";
        $peer->tick(0.05);
        echo json_encode(fgets($stream)), "\n";
        $depth--;
    });
    $others = 0;
    $peer->watch($other, function ($stream) use (&$others) {
        $others += strlen(fread($stream, 100));
    });
    fwrite($theirs, "line\n");
    tick_until($peer, function () use (&$calls, &$depth, &$others) {
        return $depth === 0 && $others === $calls && $calls > 0;
    });
    fclose($theirs);
    tick_until($peer, function () use (&$calls, &$depth, &$others) {
        return $depth === 0 && $others === $calls && $calls > 1;
    });
});
--EXPECT--
re: call 1
"line\n"
re: call 2
false
-- the same with each peer
