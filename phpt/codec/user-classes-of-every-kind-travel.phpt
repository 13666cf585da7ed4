--TEST--
User classes of every kind travel with the native serializer
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

abstract class Base implements Message
{
    private string $own = 'private of the parent';
    protected ?Base $nested = null;
}
enum Color { case Red; case Blue; }
trait Stamped { private float $stamp = 1.5; }
class Child extends Base
{
    use Stamped;
    private string $own = 'private of the child';
    public ?int $unset;
    public static int $static = 1;
    public readonly Color $color;
    public function __construct(public readonly array $list, ?Base $nested = null)
    {
        $this->color = Color::Blue;
        $this->nested = $nested;
    }
}
#[AllowDynamicProperties]
final class Loose implements Message {}
final class WithInternals implements Message
{
    public function __construct(
        public DateTimeImmutable $date = new DateTimeImmutable('2024-02-29 12:00:00.5', new DateTimeZone('Europe/Prague')),
        public ArrayObject $array = new ArrayObject(['a' => 1]),
        public SplObjectStorage $storage = new SplObjectStorage(),
    ) {}
}

$loose = new Loose();
$loose->{'any name'} = [1, 2];
$loose->{'5'} = new stdClass();
$codec = new FrameCodec(new NativeMessageSerializer());
foreach ([new Child(['k' => Color::Red, 2 => [3.0, null]], new Child([])), $loose, new WithInternals()] as $message) {
    [$received] = $codec->feed($codec->pack($message));
    var_dump($received::class, $received == $message, serialize($received) === serialize($message));
}
--EXPECT--
string(5) "Child"
bool(true)
bool(true)
string(5) "Loose"
bool(true)
bool(true)
string(13) "WithInternals"
bool(true)
bool(true)
