namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>An interface that uses every form of the language once.</summary>
internal static class Forms
{
    public const string Text = """
        ;;; What went wrong, in `code`. <b> & "quotes" do not break anything.
        ;;;
        ;;; A second paragraph.
        (typename $error (enum (@witx tag u16) $ok $bad ;;; The worst.
          $worst))
        (typename $mode (flags (@witx repr u32) $read $write))
        (typename $all (flags (@witx repr u8) $a $b $c $d $e $f $g $h))
        (typename $big (flags (@witx repr u64) $one))
        (typename $none (flags (@witx repr u16)))
        (typename $file (handle))
        (typename $size (@witx usize))
        (@witx const $size $max 0xffff)
        (@witx const $mode $both 3)
        (typename $path string)
        (typename $number u32)
        (typename $point (record (field $x f32) (field $y f64) (field $name string) (field $next (@witx pointer $number))))
        (typename $pair (tuple $number (tuple u8 char)))
        (typename $choice (variant (@witx tag u8) (case $point $point) (case $pair $pair) (case $nothing) (case $again $point)))
        (typename $tagged (variant (@witx tag $error) (case $ok u8) (case $bad) (case $worst (list $choice))))
        (typename $outcome (expected $point (error $error)))
        (typename $holder (record (field $outcome $outcome) (field $either (variant (case $left bool) (case $right $file))) (field $tag $tagged)))
        (typename $holders (list $holder))

        ;;; Everything at once.
        (module $forms
          ;;; Takes numbers.
          ;;; Two lines of it.
          (@interface func (export "numbers")
            ;;; A byte.
            (param $a u8) (param $b s8) (param $c u16) (param $d s16) (param $e u32) (param $f s32) (param $g u64) (param $h s64)
            (param $i f32) (param $j f64) (param $k char) (param $l (@witx char8)) (param $m $size) (param $n bool)
            ;;; What is left.
            (result $r s32))
          (@interface func (export "named") (param $error $error) (param $mode $mode) (param $all $all) (param $big $big) (param $none $none) (param $file $file)
            (result $r (expected (error $error))))
          (@interface func (export "references") (param $path $path) (param $list (list u16)) (param $out (@witx pointer $point)) (param $in (@witx const_pointer $choice))
            (param $text (list (list string)))
            (result $r (expected (tuple $path $number $file $mode $error $size) (error $error))))
          (@interface func (export "compounds") (param $point $point) (param $pair $pair) (param $choice $choice) (param $tagged $tagged) (param $holder $holder)
            (param $anonymous (tuple u8 u64)) (param $either (variant (case $a) (case $b u8))) (param $outcome $outcome)
            (result $r (expected $holder (error $error))))
          (@interface func (export "lists") (param $holders $holders) (param $pairs (list $pair)) (param $flags (list $big)) (param $handles (list $file)) (param $bools (list bool))
            (result $r (expected $holders (error $error))))
          (@interface func (export "counted") (result $r (expected $number (error $number))))
          (@interface func (export "unexplained") (result $r (expected $pair (error))))
          (@interface func (export "bare") (result $r (expected (error))))
          (@interface func (export "direct_handle") (result $r $file))
          (@interface func (export "direct_flags") (result $r $big))
          (@interface func (export "direct_pointer") (result $r (@witx pointer $holder)))
          (@interface func (export "direct_float") (param $memory f64) (result $r f64))
          (@interface func (export "nothing"))
          (@interface func (export "never") (param $code u32) (@witx noreturn))
        )
        """;
}
