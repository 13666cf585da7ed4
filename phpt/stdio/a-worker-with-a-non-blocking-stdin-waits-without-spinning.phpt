--TEST--
A worker waits without spinning, whether its STDIN is in blocking mode or not, a pipe or a socket
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

foreach (['blocking' => '', 'non-blocking' => 'stream_set_blocking(STDIN, false);'] as $mode => $set) {
    foreach (['pipe', 'socket'] as $over) {
        $worker = with_support(<<<PHP
            $set
            \$peer = new NativeIpcPeer();
            \$session = \$peer->createStdioSession();
            \$session->onRequest(fn (LogMessage \$request) => new LogMessage((string) cpu_seconds()));
            \$peer->run();
            PHP);
        $peer = new NativeIpcPeer();
        if ($over === 'pipe') {
            $session = start_worker($peer, $worker);
        } else {
            [$socket, $process] = start_on_socket($worker);
            $session = $peer->createStreamSession($socket, $socket);
        }
        $ask = fn () => (float) $session->request(new LogMessage('how much have you worked?'), 20)->await()->message;
        $worked = $ask();
        $peer->tickFor(0.3);
        echo "$mode $over: ", $ask() - $worked < 0.1 ? 'waits' : 'spins', "\n";
    }
}
--EXPECT--
blocking pipe: waits
blocking socket: waits
non-blocking pipe: waits
non-blocking socket: waits
