--TEST--
Random bytes come as junk, every byte in order, and a frame behind them is a message
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

// Bytes of the magic are frequent, the whole magic is left out.
$seed = random_int(1, PHP_INT_MAX >> 32);
mt_srand($seed);
$bytes = '';
for ($i = 0; $i < 20_000; $i++) {
    $bytes .= mt_rand(0, 3) ? substr("\xF3\x4A\x9D\xE2", 0, mt_rand(1, 3)) : chr(mt_rand(0, 255));
}
$bytes = str_replace("\xF3\x4A\x9D\xE2", '', $bytes);
$file = __DIR__ . '/random-bytes-come-back.bin';
file_put_contents($file, $bytes . frame(new LogMessage('behind them')));

$peer = new NativeIpcPeer();
$session = start_worker($peer, sprintf(<<<'PHP'
    mt_srand(%d);
    $bytes = file_get_contents('%s');
    while ($bytes !== '') {
        $length = mt_rand(1, 5000);
        fwrite(STDOUT, substr($bytes, 0, $length));
        $bytes = substr($bytes, $length);
    }
    PHP, $seed, $file));
$junk = '';
$session->onMessage(function (LogMessage $message) use (&$junk) {
    if ($message->level === 'junk') {
        $junk .= $message->message;
    } else {
        echo $message->message, "\n";
    }
});
tick_until($peer, fn () => !$session->isOpen());
echo $junk === $bytes ? "all bytes\n" : "seed $seed: other bytes\n";
--CLEAN--
<?php
unlink(__DIR__ . '/random-bytes-come-back.bin');
--EXPECT--
behind them
all bytes
