--TEST--
examples/messenger: what fails is tried again, or not, by the rules of Messenger; a worker that dies is a failure
--SKIPIF--
<?php require __DIR__ . '/../support/messenger.php'; skip_without_redis(); ?>
--CONFLICTS--
redis
--FILE--
<?php

require __DIR__ . '/../support/messenger.php';

$redis = start_anew();
send([1], fault: 'throws');
send([2], fault: 'hopeless');
send([3], fault: 'dies');
send(range(4, 20));
[$consumer, $errors] = consume('--workers=3');
// What has failed for good is in a stream of its own.
await(fn () => $redis->xLen('failed') === 3 && $redis->xLen('async') === 0);
[$code, $said] = stop_consumer($consumer, $errors);
echo "exit code $code\n";
foreach (array_count_values(handled()) as $number => $times) {
    $times === 1 || print("$number was tried $times times\n");
}
// What the pool advises for a worker that has never said anything does not matter here.
$said = preg_replace(['/process \d+/', '/(code 13);.*/'], ['process #', '$1'], trim($said));
$lines = array_unique(explode("\n", $said));
sort($lines);
echo implode("\n", preg_grep('/^Failed/', $lines)), "\n";
?>
--EXPECT--
exit code 0
1 was tried 4 times
3 was tried 4 times
Failed for good: RuntimeException: The service did not answer for 1
Failed for good: Symfony\Component\Messenger\Exception\UnrecoverableMessageHandlingException: 2 is no picture
Failed for good: The job (Examples\Messenger\Handle) is lost: process # exited with code 13
Failed, and is tried again: RuntimeException: The service did not answer for 1
Failed, and is tried again: The job (Examples\Messenger\Handle) is lost: process # exited with code 13
