--TEST--
What the source of map() throws comes out of the loop; the jobs before it are done nevertheless, each once, and the iterator goes on where it was
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

/** Iterates to the end, and tells the exceptions between. */
function all(Iterator $jobs): string
{
    $all = [];
    $jobs->rewind();
    while (true) {
        try {
            if (!$jobs->valid()) {
                break;
            }
        } catch (Throwable $e) {
            $all[] = get_class($e) . ' ' . $e->getMessage();
            continue;
        }
        $all[] = json_encode($jobs->key()) . ' ' . outcome($jobs->current());
        $jobs->next();
    }
    sort($all);

    return implode("\n", $all) . "\n";
}

$notes = var_export($file = notes(), true);
$say = fn (string $what) => job("file_put_contents($notes, '$what ', FILE_APPEND); return '$what';");

echo "-- a generator that throws\n", all((new WorkerPool(obeying(), 1))->map((function () use ($say) {
    yield 'a' => $say('first');
    yield 'b' => $say('second');
    throw new DomainException('no more');
})()));
echo "-- not a message among them\n", all((new WorkerPool(obeying(), 1))->map([$say('third'), 'no message', 'k' => $say('fourth'), null]));

/** Throws at each second call of a method. */
final class Moody extends ArrayIterator
{
    private array $calls = [];

    private function mood(string $method): void
    {
        $this->calls[$method] = ($this->calls[$method] ?? 0) + 1;
        $this->calls[$method] % 2 === 0 && throw new DomainException($method);
    }

    public function valid(): bool { $this->mood('valid'); return parent::valid(); }
    public function current(): mixed { $this->mood('current'); return parent::current(); }
    public function key(): string|int|null { $this->mood('key'); return parent::key(); }
    public function next(): void { $this->mood('next'); parent::next(); }
}

$moody = all((new WorkerPool(obeying(), 1))->map(new Moody([$say('5th'), $say('6th'), $say('7th'), $say('8th')])));
echo "-- moody\n", preg_replace('/^DomainException \w+\n/m', '', $moody);

echo "-- jobs that nobody took\n";
$pool = new WorkerPool(obeying(), 1);
$jobs = $pool->map((function () use ($say) {
    yield $say('9th');
    throw new DomainException('no more');
})());
try {
    $jobs->valid();
} catch (DomainException) {
}
// Only the peer goes on.
pool_until($pool, fn () => $pool->getStats()['answered'] === 1);
$starts = array_count_values(explode(' ', trim(file_get_contents($file))));
echo count($starts), ' jobs, started more than once: ', json_encode(array_filter($starts, fn ($n) => $n > 1)), "\n";
--EXPECT--
-- a generator that throws
"a" first
"b" second
DomainException no more
-- not a message among them
"k" fourth
0 third
TypeError map() takes messages, which implement StreamIpc\Message\Message; null given among them
TypeError map() takes messages, which implement StreamIpc\Message\Message; string given among them
-- moody
0 5th
1 6th
2 7th
3 8th
-- jobs that nobody took
9 jobs, started more than once: []
