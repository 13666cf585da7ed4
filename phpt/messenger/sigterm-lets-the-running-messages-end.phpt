--TEST--
examples/messenger: SIGTERM ends the consumer when the running messages are done; the others stay in the queue
--SKIPIF--
<?php require __DIR__ . '/../support/messenger.php'; skip_without_redis(); ?>
--CONFLICTS--
redis
--FILE--
<?php

require __DIR__ . '/../support/messenger.php';

$redis = start_anew();
send(range(1, 10), 1500);
[$consumer, $errors] = consume('--workers=4');
await(fn () => unfinished($redis) === 4);
[$code, $said] = stop_consumer($consumer, $errors);
echo "exit code $code\n";
echo count(handled()), ' handled, ', unfinished($redis), ' unfinished, ', $redis->xLen('async'), " in the queue\n";
?>
--EXPECT--
exit code 0
4 handled, 0 unfinished, 6 in the queue
