--TEST--
Five halves of frames that do not fit together keep within memory_limit: all but one are refused, and their sessions go on
--INI--
memory_limit=128M
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';
require __DIR__ . '/../support/memory.php';

pcntl_alarm(100);
$peer = new NativeIpcPeer();
$sessions = $told = $came = [];
for ($number = 0; $number < 5; $number++) {
    $sessions[] = $session = start_bare_worker($peer, <<<'PHP'
        $frame = StreamIpc\Transport\FrameCodec::MAGIC . pack('N', 100_000_000);
        fwrite(STDOUT, $frame);
        for ($n = 0; $n < 90; $n++) {
            fwrite(STDOUT, str_repeat('x', 1_000_000));
        }
        fgets(STDIN);
        fwrite(STDOUT, str_repeat('x', 10_000_000) . frame(new LogMessage('behind it')));
        fgets(STDIN);
        PHP);
    $session->onException(function (Throwable $e) use ($number, &$told) {
        $told[$number] = get_class($e) . ': ' . preg_replace('/keep \d+ bytes/', 'keep # bytes', $e->getMessage());
        return false;
    });
    $session->onMessage(function (LogMessage $message) use ($number, &$came) {
        if ($message->message === 'behind it') {
            $came[$number] = true;
        }
    });
}
tick_until($peer, function () use (&$told, $sessions) {
    $received = array_map(fn ($session) => $session->getStats()['bytes_received'], $sessions);
    return count($told) === 4 && min($received) === 90_000_008;
});
print_r(array_count_values($told));
foreach ($told as $number => $_) {
    $sessions[$number]->getTransport()->send(new LogMessage("\n"));
}
tick_until($peer, function () use (&$came) { return count($came) === 4; });
var_dump(array_diff_key($told, $came) === []);
var_dump(peak_resident_bytes() < 190 << 20);
--EXPECT--
Array
(
    [RuntimeException: A frame of 100000000 bytes finds no room: all sessions together keep # bytes of what they have received, unfinished frames included, and may keep 134217728. Take messages sooner, send less at once, or raise the limit (memory_limit in PHP)] => 4
)
bool(true)
bool(true)
