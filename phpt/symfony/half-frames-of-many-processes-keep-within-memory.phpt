--TEST--
Five processes with halves of frames that do not fit together keep within memory_limit: all but one are refused
--INI--
memory_limit=128M
--SKIPIF--
<?php
require __DIR__ . '/../support/symfony.php'; skip_without_symfony();
if (!is_readable('/proc/self/status')) die('skip /proc is not there');
?>
--FILE--
<?php

use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';
require __DIR__ . '/../support/memory.php';

pcntl_alarm(100);
$peer = new SymfonyIpcPeer();
$told = $done = $processes = [];
for ($number = 0; $number < 5; $number++) {
    $session = start_symfony_worker($peer, <<<'PHP'
        $frame = StreamIpc\Transport\FrameCodec::MAGIC . pack('N', 100_000_000);
        fwrite(STDOUT, $frame);
        for ($n = 0; $n < 90; $n++) {
            fwrite(STDOUT, str_repeat('x', 1_000_000));
        }
        fwrite(STDERR, frame(new LogMessage('done')));
        fgets(STDIN);
        PHP, $processes[]);
    $session->onException(function (Throwable $e) use ($number, &$told) {
        $told[$number] = preg_replace('/keep \d+ bytes/', 'keep # bytes', $e->getMessage());
        return false;
    });
    $session->onMessage(function () use ($number, &$done) { $done[$number] = true; });
}
while (count($done) < 5 || count($told) < 4) {
    $peer->tick(1.0);
}
print_r(array_count_values($told));
var_dump(peak_resident_bytes() < 200 << 20);
foreach ($processes as $process) {
    $process->stop(0);
}
--EXPECT--
Array
(
    [A frame of 100000000 bytes finds no room: all sessions together keep # bytes of what they have received, unfinished frames included, and may keep 134217728. Take messages sooner, send less at once, or raise the limit (memory_limit in PHP)] => 4
)
bool(true)
