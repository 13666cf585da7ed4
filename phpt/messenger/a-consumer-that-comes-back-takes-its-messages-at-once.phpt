--TEST--
examples/messenger: a consumer that is killed with -9 and started again under its name takes its unfinished messages at once
--SKIPIF--
<?php require __DIR__ . '/../support/messenger.php'; skip_without_redis(); ?>
--CONFLICTS--
redis
--FILE--
<?php

require __DIR__ . '/../support/messenger.php';

$redis = start_anew();
// Nobody else takes them within an hour.
send(range(1, 40), 300);
[$consumer] = consume('--workers=4', '--name=this');
await(fn () => count(handled()) > 8 && unfinished($redis) === 4);
proc_terminate($consumer, SIGKILL);
proc_close($consumer);
echo unfinished($redis), " unfinished\n";
[$consumer, $errors] = consume('--workers=4', '--name=this');
await(fn () => $redis->xLen('async') === 0);
[$code] = stop_consumer($consumer, $errors);
echo "exit code $code, handled: ", count(array_unique(handled())), ', ', unfinished($redis), " unfinished\n";
?>
--EXPECT--
4 unfinished
exit code 0, handled: 40, 0 unfinished
