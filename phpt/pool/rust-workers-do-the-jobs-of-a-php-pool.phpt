--TEST--
Rust workers do the jobs of a PHP pool: each job is answered or refused once, and no worker is lost
--FILE--
<?php
use Examples\RustWorker\FindLowestHash;
use Examples\RustWorker\LowestHash;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\WorkerPool;

$root = dirname(__DIR__, 2);
require "$root/examples/rust-worker/messages.php";

chdir($root);
$command = [getenv('CARGO') ?: 'cargo', 'run', '--quiet', '--release', '--locked', '--package', 'rust-worker'];
$pool = new WorkerPool($command, size: 2);

$jobs = static function (): Generator {
    for ($number = 1; $number <= 2000; $number++) {
        // There is no lowest hash among no numbers.
        yield $number => new FindLowestHash("nonce $number, ", $number % 1000 === 0 ? 0 : 3);
    }
};
$refused = [];
foreach ($pool->map($jobs()) as $number => $job) {
    try {
        $found = $job->await();
        assert($found instanceof LowestHash && $found->number < 3);
    } catch (ErrorMessageException $e) {
        $refused[$number] = $e->getMessage();
    }
    assert($job->getAttempts() === 1);
}
ksort($refused);
print_r($refused);

$pool->drain(60.0);
$stats = $pool->getStats();
printf("answered: %d, workers lost: %d\n", $stats['answered'], $stats['workers_lost']);
?>
--EXPECT--
Array
(
    [1000] => Error in dispatch
There is no lowest hash among no numbers
    [2000] => Error in dispatch
There is no lowest hash among no numbers
)
answered: 2000, workers lost: 0
