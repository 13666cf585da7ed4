--TEST--
STREAM_IPC_TRACE may name a FIFO: one that nobody reads, or no more, stops nobody
--SKIPIF--
<?php if (!extension_loaded('posix')) die('skip posix is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$fifo = tempnam(sys_get_temp_dir(), 'stream-ipc-');
unlink($fifo);
posix_mkfifo($fifo, 0600);

/** Has a child send so many messages that are traced. */
$trace = function (int $messages) use ($fifo): string {
    $process = proc_open('exec ' . worker_command(sprintf(<<<'PHP'
        [$here] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $transport = new StreamIpc\Transport\NativeMessageTransport(fopen('php://memory', 'w'), [$here], new StreamIpc\Serialization\NativeMessageSerializer());
        for ($n = 0; $n < %d; $n++) {
            $transport->send(new LogMessage('traced'));
        }
        echo 'sent';
        PHP, $messages)), [['file', '/dev/null', 'r'], ['pipe', 'w'], ['redirect', 1]], $pipes, null, ['STREAM_IPC_TRACE' => $fifo] + getenv());

    return stream_get_contents($pipes[1]);
};

echo str_replace($fifo, 'FIFO', $trace(1)), "\n";

// Somebody has opened it and does not read: it is full soon.
$reader = fopen($fifo, 'r+');
stream_set_blocking($reader, false);
echo $trace(5_000), "\n";
echo count(explode("\t", fgets($reader))), " columns\n";
unlink($fifo);
?>
--EXPECT--
stream_ipc: nothing is traced, as STREAM_IPC_TRACE=FIFO cannot be written: No such device or address (os error 6)
sent
sent
9 columns
