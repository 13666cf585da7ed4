--TEST--
tickFor() lasts its time and uses next to no processor time
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
foreach (['without sessions', 'with a quiet session', 'with an ended session'] as $case) {
    if ($case === 'with a quiet session') {
        [$session, $socket] = session_and_socket($peer);
    } elseif ($case === 'with an ended session') {
        fclose($socket);
    }
    $cpu = cpu_seconds();
    $seconds = wall_seconds(fn () => $peer->tickFor(0.4));
    $cpu = cpu_seconds() - $cpu;
    printf("%s: %s, %s\n", $case, $seconds >= 0.39 && $seconds < 2.0 ? 'its time' : $seconds, $cpu < 0.2 ? 'at rest' : $cpu);
}
--EXPECT--
without sessions: its time, at rest
with a quiet session: its time, at rest
with an ended session: its time, at rest
