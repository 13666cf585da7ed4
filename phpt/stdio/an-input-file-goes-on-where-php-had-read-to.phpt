--TEST--
An input file that was partly read goes on where PHP had read to, also for another process that shares it
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/peers.php';

$file = tempnam(sys_get_temp_dir(), 'stream-ipc-');
// Longer than PHP reads ahead.
$texts = [str_repeat('a', 20_000), 'short', str_repeat('b', 20_000)];
file_put_contents($file, "a line\n" . implode('', array_map(fn (string $text) => frame(new LogMessage($text)), $texts)));

foreach (['nothing' => '', 'a line' => 'fgets(STDIN);', 'four bytes, by seeking' => 'fread(STDIN, 2); fseek(STDIN, 4);'] as $read => $code) {
    $process = proc_open(worker_command($code . <<<'PHP'
        $peer = new NativeIpcPeer();
        $peer->createStreamSession(STDOUT, STDIN)->onMessage(function (LogMessage $message) {
            fprintf(STDERR, " %s %s %d", $message->level, $message->message[0], strlen($message->message));
        });
        $peer->run();
        PHP), [['file', $file, 'r'], ['file', '/dev/null', 'w'], ['pipe', 'w']], $pipes);
    echo "$read was read:", stream_get_contents($pipes[2]), "\n";
    proc_close($process);
}
unlink($file);
?>
--EXPECT--
nothing was read: junk a 7 info a 20000 info s 5 info b 20000
a line was read: info a 20000 info s 5 info b 20000
four bytes, by seeking was read: junk n 3 info a 20000 info s 5 info b 20000
