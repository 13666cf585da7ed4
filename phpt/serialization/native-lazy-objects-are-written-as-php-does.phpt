--TEST--
Native: lazy objects are initialized, or not, and written as by serialize()
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80400) die('skip there are none before PHP 8.4');
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

class Note implements Message
{
    public int $number = 1;
    protected mixed $value = null;
    public function __construct(mixed $value) { $this->value = $value; }
}

$class = new ReflectionClass(Note::class);
$kinds = [
    'ghost' => fn() => $class->newLazyGhost(function (Note $note) { echo 'initialized '; $note->__construct([2]); }),
    'proxy' => fn() => $class->newLazyProxy(function () { echo 'initialized '; return new Note([2]); }),
    'skipping ghost' => fn() => $class->newLazyGhost(
        function (Note $note) { echo 'initialized '; $note->__construct([2]); },
        ReflectionClass::SKIP_INITIALIZATION_ON_SERIALIZE,
    ),
    'initialized proxy' => function () use ($class) {
        $proxy = $class->newLazyProxy(fn() => new Note([2]));
        $class->initializeLazyObject($proxy);
        return $proxy;
    },
];
$serializer = new NativeMessageSerializer();
foreach ($kinds as $kind => $make) {
    echo "$kind: ";
    var_dump($serializer->serialize($make()) === serialize($make()));
    echo 'within: ';
    var_dump($serializer->serialize(new Note($make())) === serialize(new Note($make())));
}
--EXPECT--
ghost: initialized initialized bool(true)
within: initialized initialized bool(true)
proxy: initialized initialized bool(true)
within: initialized initialized bool(true)
skipping ghost: bool(true)
within: bool(true)
initialized proxy: bool(true)
within: bool(true)
