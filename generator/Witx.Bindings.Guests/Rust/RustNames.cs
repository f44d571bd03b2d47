using System.Collections.Generic;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Rust;

/// <summary>The identifiers of a Rust module.</summary>
internal sealed class RustNames
{
    private static readonly string[] s_keywords =
    [
        "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
        "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
        "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
        "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
    ];

    /// <summary>Names that the module uses from elsewhere.</summary>
    private static readonly string[] s_prelude =
    [
        "Ok", "Err", "Option", "Result", "Some", "None", "Debug", "Clone", "Copy", "Default", "Eq", "PartialEq", "Ord", "PartialOrd",
        "Hash", "Fn", "Send", "Sync",
    ];

    private readonly Dictionary<object, string> _types = [];
    private readonly Dictionary<WitxFunction, string> _functions = [];
    private readonly Dictionary<WitxModule, string> _imports = [];
    private readonly IdentifierScope _typeScope = new([.. s_keywords, .. s_prelude]);

    public RustNames(Declarations declarations, WitxDocument document)
    {
        foreach (Declaration declaration in declarations.All)
        {
            _types.Add(declaration.Key, _typeScope.Declare(Words.Pascal(declaration.Names)));
        }

        HashSet<string> repeated = FunctionNames.Repeated(document);
        IdentifierScope functions = CreateScope("core");
        IdentifierScope modules = CreateScope("core");
        foreach (WitxModule module in document.Modules)
        {
            _imports.Add(module, modules.Declare($"{Words.Snake(module.Name)}_imports"));
            foreach (WitxFunction function in module.Functions)
            {
                string name = repeated.Contains(function.Name) ? Words.Snake(module.Name, function.Name) : Words.Snake(function.Name);
                _functions.Add(function, functions.Declare(name));
            }
        }
    }

    /// <summary>Creates a scope for fields, parameters and locals.</summary>
    public static IdentifierScope CreateScope(params IEnumerable<string> reserved) => new([.. s_keywords, .. reserved]);

    public string Type(Declaration declaration) => _types[declaration.Key];

    public string Type(TypeDefinition definition) => _types[definition];

    public string Type(WitxType type) => _types[type];

    public string Function(WitxFunction function) => _functions[function];

    /// <summary>Returns the name of the private Rust module that contains the imports of a witx module.</summary>
    public string Imports(WitxModule module) => _imports[module];

    /// <summary>Declares another type.</summary>
    public string DeclareType(string name) => _typeScope.Declare(name);
}
