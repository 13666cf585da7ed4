--TEST--
A fork in the middle of a frame leaves its rest to the parent, whatever the child does before it ends
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';

// The signal comes while nobody reads: half of the frame has no room.
foreach (['ends' => '', 'ticks and ends' => '$peer->tick(0.0);', 'closes and ends' => '$session->close();'] as $way => $code) {
    $process = proc_open('exec ' . worker_command(sprintf(<<<'PHP'
        pcntl_async_signals(true);
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        pcntl_signal(SIGUSR1, function () use (&$handled, $peer, $session) {
            if ($handled) {
                return;
            }
            $handled = true;
            $child = pcntl_fork();
            if ($child === 0) {
                %s
                exit;
            }
            pcntl_waitpid($child, $status);
            fwrite(STDERR, '.');
        });
        $session->notify(new LogMessage(str_repeat('x', 3_000_000)));
        $session->notify(new LogMessage('next'));
        PHP, $code)), [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
    $start = fread($pipes[1], 1);
    stream_set_blocking($pipes[2], false);
    while (fread($pipes[2], 1) === '') {
        posix_kill(proc_get_status($process)['pid'], SIGUSR1);
        usleep(10_000);
    }
    foreach ((new FrameCodec(new NativeMessageSerializer()))->feed($start . stream_get_contents($pipes[1])) as $message) {
        assert($message instanceof LogMessage);
        echo "$way: $message->level, ", strlen($message->message), "\n";
    }
    proc_close($process);
}
?>
--EXPECT--
ends: info, 3000000
ends: info, 4
ticks and ends: info, 3000000
ticks and ends: info, 4
closes and ends: info, 3000000
closes and ends: info, 4
