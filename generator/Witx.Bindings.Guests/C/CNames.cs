using System.Collections.Generic;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.C;

/// <summary>The identifiers of a C header.</summary>
internal sealed class CNames
{
    private static readonly string[] s_keywords =
    [
        "alignas", "alignof", "and", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "class", "compl",
        "const", "constexpr", "continue", "decltype", "default", "delete", "do", "double", "else", "enum", "explicit", "export", "extern",
        "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "noexcept", "not",
        "nullptr", "operator", "or", "private", "protected", "public", "register", "restrict", "return", "short", "signed", "sizeof",
        "static", "struct", "switch", "template", "this", "throw", "true", "try", "typedef", "typeid", "typename", "typeof", "union",
        "unsigned", "using", "virtual", "void", "volatile", "wchar_t", "while", "xor", "errno", "offsetof", "strlen", "unix", "linux",
        "NULL",
    ];

    private readonly Dictionary<object, string> _types = [];
    private readonly Dictionary<WitxFunction, string> _functions = [];
    private readonly IdentifierScope _identifiers = new();
    private readonly IdentifierScope _macros = new();

    public CNames(string prefix, Declarations declarations, WitxDocument document)
    {
        (Prefix, MacroPrefix) = (prefix, prefix.ToUpperInvariant());
        foreach (Declaration declaration in declarations.All)
        {
            _types.Add(declaration.Key, _identifiers.Declare(prefix + Words.Snake(declaration.Names) + "_t"));
        }

        HashSet<string> repeated = FunctionNames.Repeated(document);
        foreach (WitxModule module in document.Modules)
        {
            foreach (WitxFunction function in module.Functions)
            {
                string name = repeated.Contains(function.Name) ? Words.Snake(module.Name, function.Name) : Words.Snake(function.Name);
                _functions.Add(function, _identifiers.Declare(prefix + name));
            }
        }
    }

    public string Prefix { get; }

    public string MacroPrefix { get; }

    /// <summary>Creates a scope for fields, parameters and locals.</summary>
    public static IdentifierScope CreateScope() => new(s_keywords);

    public string Type(Declaration declaration) => _types[declaration.Key];

    public string Type(TypeDefinition definition) => _types[definition];

    public string Type(WitxType type) => _types[type];

    public string Function(WitxFunction function) => _functions[function];

    /// <summary>Declares another name, such as that of an import.</summary>
    public string Declare(string name) => _identifiers.Declare(name);

    /// <summary>Declares the macro of a constant.</summary>
    public string Macro(IEnumerable<string> type, string member) => _macros.Declare(MacroPrefix + Words.UpperSnake([.. type, member]));
}
