--TEST--
The execution time limit ends a run() that takes messages for ever and calls no PHP code
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $frame = (new StreamIpc\Transport\FrameCodec(new StreamIpc\Serialization\NativeMessageSerializer()))
        ->pack(new LogMessage('the flood'));
    $frames = str_repeat($frame, 500);
    while (@fwrite(STDOUT, $frames)) {
    }
    PHP);
register_shutdown_function(function () { echo "shutdown\n"; });
set_time_limit(1);
$peer->run();
echo "never\n";
--EXPECTF--
Fatal error: Maximum execution time of 1 second exceeded in %s on line %d
shutdown
