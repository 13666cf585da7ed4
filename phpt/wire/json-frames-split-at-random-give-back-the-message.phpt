--TEST--
A captured JSON frame, split at random, gives back an equal message
--FILE--
<?php
require __DIR__ . '/../support/wire-frames.php';

$seed = random_int(1, PHP_INT_MAX >> 32);
mt_srand($seed);
ob_start();
for ($round = 0; $round < 20; $round++) {
    feedWireFrames('json', randomChunks(...));
}
$said = ob_get_clean();
echo $said === str_repeat("14 frames came back\n", 20) ? "all frames came back\n" : "seed $seed:\n$said";
--EXPECT--
all frames came back
